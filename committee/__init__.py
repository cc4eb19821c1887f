"""Who we are and how we work together."""
