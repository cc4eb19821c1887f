"""How the assessment's lists are narrowed."""
