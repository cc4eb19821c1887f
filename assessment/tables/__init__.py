"""How the assessment's lists are read."""
