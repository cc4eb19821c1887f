"""What the back office touches of the slab and of the libraries, and the bases of every admin page."""

from dayan_safety.admin import libraries, tables
from dayan_safety.admin.pages import ExportPages, ImportPages, ReadOnlyAdmin, RecordAdmin, yes_no

__all__ = ["ExportPages", "ImportPages", "ReadOnlyAdmin", "RecordAdmin", "libraries", "tables", "yes_no"]
