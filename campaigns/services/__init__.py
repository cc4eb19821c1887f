"""What happens in the campaigns, one function a verb."""
