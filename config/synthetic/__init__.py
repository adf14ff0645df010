"""Listings by the hundred thousand for measuring: invented, seeded, marked as invented."""
