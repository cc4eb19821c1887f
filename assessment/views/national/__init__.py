"""Pages of indicator sets and of the national self-assessment."""
