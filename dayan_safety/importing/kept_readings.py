"""What was read of an uploaded file, kept beside it until the list is decided on: no file is read twice.

What is kept is what the child said, packed, below a seal: a keyed digest of it and of the file it was read from. A
reading of another file, or one that somebody touched, is as good as none.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import io

from dayan_safety.bulk import collector_paused
from dayan_safety.drafts import store_beside
from dayan_safety.models import ImportBatch
from dayan_safety.personal import digest_of
from dayan_safety.workbooks import Sheet, WorkbookRefused, read_workbook, sheets_said

ENDING = ".reading"
QUICKLY = 1  # the first of nine ways to pack: an eighth is left, and it takes a fortieth of the time reading takes
SEAL_LENGTH = 64


@collector_paused()
def read_and_pack(content: bytes, name: str) -> tuple[list[Sheet], bytes]:
    """The sheets of a file, and what is kept of the reading. Raises ``WorkbookRefused``."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=QUICKLY) as said:
        sheets = read_workbook(content, name, said=said)
    return sheets, packed.getvalue()


def keep_reading(batch: ImportBatch, packed: bytes) -> None:
    """Beside the file of the batch, if the transaction is kept."""
    store_beside(batch.file, ENDING, _seal(batch, packed) + packed)


def kept_reading(batch: ImportBatch) -> list[Sheet] | None:
    """The sheets as they were read of this very file; ``None`` where there is no such reading."""
    try:
        with batch.file.storage.open(_name(batch), "rb") as file:
            seal, packed = file.read(SEAL_LENGTH), file.read()
    except OSError:
        return None
    if not hmac.compare_digest(seal, _seal(batch, packed)):
        return None
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as said:
            return sheets_said(said)
    except WorkbookRefused:  # kept by another release, which put it in other words
        return None


def forget_reading(batch: ImportBatch) -> None:
    """Nobody will need it any more."""
    batch.file.storage.delete(_name(batch))


def _name(batch: ImportBatch) -> str:
    return f"{batch.file.name}{ENDING}"


def _seal(batch: ImportBatch, packed: bytes) -> bytes:
    return digest_of(f"reading:{batch.sha256}:{hashlib.sha256(packed).hexdigest()}").encode()
