"""What we find."""
