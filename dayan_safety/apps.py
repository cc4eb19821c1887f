"""What Django loads: the portal itself, its static files and its admin site."""

from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The slab's tables and the roof's pages."""

    name = "dayan_safety"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Libraries name their rows for programmers; people read them in the administration."""
        from dayan_safety.library_words import name_rows

        name_rows()


class SignInLogConfig(AxesConfig):
    """django-axes, under a name that says what it keeps."""

    verbose_name = _("Sign-in log")


class PortalStaticFilesConfig(StaticFilesConfig):
    """Serves, of the browser packages, only the files that pages name."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap[-.][!mb]*",
        "bootstrap.min.js*",
        "bootstrap.bundle.js*",
        "echarts[!.]*",
        "echarts.[!m]*",
        "extension",
        "tom-select.[!cb]*",
        "tom-select.complete.js*",
        "tom-select.base*",
        "tom-select.bootstrap4*",
        "tom-select.bootstrap5.css*",
        "plugins",
    ]


class PortalAdminConfig(SimpleAdminConfig):
    """Django admin behind the portal's own sign-in.

    The addresses load its pages, so that worker and scheduler, which have none, do not carry them.
    """

    default_site = "dayan_safety.admin_site.PortalAdminSite"
