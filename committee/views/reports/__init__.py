"""Pages of periodic reports."""
