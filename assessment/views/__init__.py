"""What people see and press in the assessment."""
