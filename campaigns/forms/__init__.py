"""What people type in the campaigns: a file for each kind of thing."""
