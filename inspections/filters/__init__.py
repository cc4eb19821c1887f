"""How the inspections' lists are narrowed."""
