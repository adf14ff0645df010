"""Search: an in-process column index over public listings, and the offline gazetteer.

No Django here and no database: whoever owns the rows builds the index and tells it what changed.
"""
