"""What people were told: the inbox, and every way it left the house by."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dayan_safety.personal import EncryptedField
from dayan_safety.querysets import DeliveryQuerySet, NoticeQuerySet, OwnQuerySet


class ChannelKind(models.TextChoices):
    """The ways out of the house; the inbox is none of them."""

    EMAIL = "email", _("e-mail")
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")
    WEBHOOK = "webhook", _("web address")


INBOX = "inbox"
WAYS = [(INBOX, _("inbox")), *ChannelKind.choices]


class Notice(models.Model):
    """Something one user was told, once: ``key`` names the thing and the rung, and cannot come twice.

    ``rung`` and ``due_on`` are set by the clock: before such a notice leaves the house it is asked whether the thing
    still falls due that day. ``routed_at`` is empty until its deliveries are written down.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(_("key"), max_length=150)
    kind = models.CharField(_("kind of notice"), max_length=50, default="dayan_safety.general")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    urgent = models.BooleanField(_("at once"), default=True)
    thing_type = models.CharField(max_length=100, blank=True, editable=False)
    thing_id = models.BigIntegerField(null=True, editable=False)
    rung = models.CharField(max_length=20, blank=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    routed_at = models.DateTimeField(null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_a_rung")]
        indexes = [
            models.Index(fields=["user", "read_at", "-at"], name="notice_inbox"),
            models.Index(fields=["thing_type", "thing_id"], name="notice_thing"),
            models.Index(fields=["id"], name="notice_unrouted", condition=models.Q(routed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One notice by one way: whether, when and how often it was tried; what one can show in a dispute.

    ``message_id`` goes along with what is sent: whoever gets it twice can tell. Those of a digest share one.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SILENT = "silent", _("no longer needed")

    notice = models.ForeignKey(Notice, verbose_name=_("notice"), on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=10, choices=WAYS)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    digest_on = models.DateField(_("digest of"), null=True, blank=True)
    not_before = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    message_id = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="one_delivery_a_channel")]
        indexes = [
            models.Index(fields=["not_before"], name="delivery_waiting", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.notice} → {self.get_channel_display()}"

    def get_absolute_url(self) -> str:
        """The page of what it is about."""
        return self.notice.url


class Channel(models.Model):
    """A person's own address on one way out of the house; robots' addresses are secrets."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("channel"), max_length=10, choices=ChannelKind)
    address = EncryptedField(_("address"))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["user_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_channel_a_kind")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Mute(models.Model):
    """A kind of notice that a person does not want by one channel; the inbox always has it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes")
    kind = models.CharField(_("kind of notice"), max_length=50)
    channel = models.CharField(_("channel"), max_length=10, choices=ChannelKind)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("unwanted kind of notice")
        verbose_name_plural = _("unwanted kinds of notices")
        ordering = ["user_id", "kind", "channel"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="one_mute")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class Heartbeat(models.Model):
    """When something that runs by the clock last ran to its end."""

    class Name(models.TextChoices):
        """What leaves a sign of life; the last is a lock and none."""

        REMINDERS = "reminders", _("remind people")
        DELIVERIES = "deliveries", _("deliver notices")
        WORKER = "worker", _("keep the heartbeat")
        TAKING = "taking letters", _("hand letters to one pass at a time")

    name = models.CharField(_("name"), max_length=50, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        ordering = ["name"]

    def __str__(self) -> str:
        return str(dict(self.Name.choices).get(self.name, self.name))
