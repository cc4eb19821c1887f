"""How the campaigns' lists are read: a file for each kind of thing."""
