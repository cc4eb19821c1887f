"""How the inspections' lists are read."""
