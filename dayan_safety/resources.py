"""What files carry of the slab's tables, in the Django admin."""

from typing import Any, ClassVar

from import_export import resources

from dayan_safety.models import Action, CalendarDay


class ActionResource(resources.ModelResource):
    """History, as it leaves the house."""

    class Meta:
        model = Action
        fields: ClassVar = tuple("number at by_name verb thing_type thing_id thing_name reason outcome".split())


class CalendarDayResource(resources.ModelResource):
    """Holidays and shifted working days: one row a day."""

    def __init__(self, by: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    class Meta:
        model = CalendarDay
        fields: ClassVar = ("day", "is_working", "name")
        import_id_fields: ClassVar = ("day",)
        skip_unchanged = True
        use_transactions = True
