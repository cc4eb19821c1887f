"""What people type about sites and findings."""
