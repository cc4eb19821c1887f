"""What people type in the assessment."""
