"""File formats of the Django admin: files are read in the guarded child, never in the web process."""

from typing import Any

import tablib
from import_export.formats.base_formats import CSV, XLS, XLSX, Format

from dayan_safety.values import plain_text
from dayan_safety.workbooks import read_workbook


class Guarded(Format):
    """Reads the first visible sheet with the guarded reader; writes as the format beside it does."""

    extension = ""

    def create_dataset(self, in_stream: Any) -> tablib.Dataset:
        """The first row is the header. Raises ``WorkbookRefused`` with a sentence for what cannot be read.

        The dataset brings name and content of its file along, for a resource with an engine of its own.
        """
        content = in_stream if isinstance(in_stream, bytes) else str(in_stream).encode()
        name = f"upload.{self.extension}"
        sheets = [sheet for sheet in read_workbook(content, name) if not sheet.hidden]
        rows = [row for sheet in sheets[:1] for row in sheet.rows if row]
        dataset = self.dataset_of([[plain_text(cell) for cell in row] for row in rows])
        dataset.file = (name, content)
        return dataset

    def dataset_of(self, rows: list[list[str]]) -> tablib.Dataset:
        """Rows of one length, the first as the header."""
        width = max(map(len, rows), default=0)
        filled = [row + [""] * (width - len(row)) for row in rows]
        return tablib.Dataset(*filled[1:], headers=filled[0] if filled else None)


class GuardedXLSX(Guarded, XLSX):
    """Excel workbooks."""

    extension = "xlsx"


class GuardedXLS(Guarded, XLS):
    """Old Excel workbooks: read only."""

    extension = "xls"

    def can_export(self) -> bool:
        """Nothing is written in the old format."""
        return False


class GuardedCSV(Guarded, CSV):
    """Comma-separated text."""

    extension = "csv"

    def is_binary(self) -> bool:
        """Read as bytes: the reader finds the encoding."""
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """With a byte order mark, so that Excel reads the Chinese."""
        return ("\ufeff" + str(super().export_data(dataset, **kwargs))).encode()


FORMATS = [GuardedXLSX, GuardedXLS, GuardedCSV]
