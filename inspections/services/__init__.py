"""What happens in the inspections, one function a verb."""
