"""What happens in the committee: one function a verb."""
