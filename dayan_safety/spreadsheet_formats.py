"""File formats of the Django admin: files are read in the guarded child, never in the web process."""

import io
from typing import Any

import tablib
import xlsxwriter
from import_export.formats.base_formats import CSV, XLSX, Format

from dayan_safety.exports import PLAIN, defused
from dayan_safety.values import plain_text
from dayan_safety.workbooks import read_workbook


class Guarded(Format):
    """Reads the first visible sheet with the guarded reader; what it writes holds no live formula."""

    extension = ""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        """The name people choose the format by."""
        return self.extension

    def get_extension(self) -> str:
        """The end of the file's name."""
        return self.extension

    def can_import(self) -> bool:
        """Every format here is read."""
        return True

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

    def can_export(self) -> bool:
        """Written, too."""
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Every cell as text: nothing runs, nothing is cut, numbers keep their digits."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, PLAIN | {"in_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate([dataset.headers or [], *dataset]):
            sheet.write_row(number, 0, [plain_text(cell) for cell in row])
        book.close()
        return out.getvalue()


class GuardedXLS(Guarded):
    """Old Excel workbooks: read only."""

    extension = "xls"


class GuardedCSV(Guarded, CSV):
    """Comma-separated text."""

    extension = "csv"

    def is_binary(self) -> bool:
        """Read as bytes: the reader finds the encoding."""
        return True

    def get_read_mode(self) -> str:
        """Read as bytes."""
        return "rb"

    def can_export(self) -> bool:
        """Written, too."""
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """With a byte order mark, so that Excel reads the Chinese; live beginnings are quoted."""
        safe = tablib.Dataset(
            *([defused(plain_text(cell)) for cell in row] for row in dataset), headers=dataset.headers
        )
        return ("\ufeff" + str(safe.export("csv"))).encode()


FORMATS = [GuardedXLSX, GuardedXLS, GuardedCSV]
