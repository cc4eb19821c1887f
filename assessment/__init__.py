"""How we stand."""
