"""For whom an event was, and by which channel it reached them."""

from django.utils.translation import gettext_lazy as _

from committee.models import Word


class Audience(Word):
    """A group of people that events are for: leaders, staff, heads of key enterprises, pupils [S]."""

    class Meta(Word.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Channel(Word):
    """A way to reach people: face to face, display board, electronic screen, loudspeaker, WeChat."""

    class Meta(Word.Meta):
        verbose_name = _("channel of outreach")
        verbose_name_plural = _("channels of outreach")
