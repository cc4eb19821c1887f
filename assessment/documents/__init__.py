"""What the assessment prints."""
