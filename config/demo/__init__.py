"""Demonstration data: invented practitioners, told as texts and acted out through the real acts.

`listings/*.toml` holds what they wrote and what became of it; nothing here is about a real person,
and every listing made from it is marked as demo.
"""
