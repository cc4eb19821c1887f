"""Pages of a noun (``RecordView``) and doors to a verb (``verb_view``)."""

from dayan_safety.views.doors import needs
from dayan_safety.views.parts import Button, Fact, Panel, address_for
from dayan_safety.views.records import RecordView
from dayan_safety.views.verbs import verb_path, verb_view

__all__ = ["Button", "Fact", "Panel", "RecordView", "address_for", "needs", "verb_path", "verb_view"]
