"""What happens in the assessment, one function a verb."""
