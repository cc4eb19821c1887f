"""Fills one Word template in a process of its own; ``papers/rendering.py`` starts it and hears it.

Imports nothing of Django and nothing of the portal: what a hostile template breaks here it breaks alone.
"""
