"""Headers the office uses and the portal did not know: kept by list, so that the next file is understood at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dayan_safety.history import change, record_action
from dayan_safety.importing.fields import header_word
from dayan_safety.models import HeaderWord
from dayan_safety.permissions import require

TEACH = "dayan_safety.teach_header_word"


def added_words(kind: str) -> dict[str, str]:
    """Header as it is compared → ``field`` or ``group/field``, empty where it means nothing; one query."""
    return dict(HeaderWord.objects.filter(kind=kind).values_list("word", "meaning"))


def teach_words(kind: str, said: Mapping[str, str], *, by: Any, right: str = TEACH) -> int:
    """Keep what headers mean in lists of this kind, over what was kept of them; returns how many are new or changed."""
    require(by, right)
    words = {header_word(word): meaning for word, meaning in said.items() if header_word(word)}
    known = added_words(kind)
    new = {word: meaning for word, meaning in words.items() if known.get(word) != meaning}
    with change():
        for word, meaning in new.items():
            HeaderWord.objects.update_or_create(kind=kind, word=word, defaults={"meaning": meaning})
        if new:
            record_action(TEACH, by=by, before=_told(known, new), after={"kind": kind} | _told(new, new))
    return len(new)


def _told(meanings: Mapping[str, str], words: Collection[str]) -> dict[str, str]:
    return {word: meanings[word] for word in words if word in meanings}
