"""The right that opens the Django admin, and the services behind its pages."""

RIGHT = "committee.use_admin"
