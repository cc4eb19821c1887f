"""Reads one uploaded workbook in a process of its own; ``workbooks.py`` starts it and hears it.

Imports nothing of Django and nothing of the portal: it starts within 100 ms, and what a hostile file breaks here it
breaks alone.
"""
