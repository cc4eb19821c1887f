"""Who assesses."""

ASSESSORS = ("chair", "office", "supervisor")
