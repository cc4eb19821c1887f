"""Settings: one file, read from the environment, nonsense refused at start.

Without any variable the portal runs embedded: SQLite, sessions in the database and a queue in a folder, all under
``DATA_DIR``. Every variable is explained in ``docs/settings.md``.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dayan_safety.environment import env, number, switch
from dayan_safety.keys import kept_key
from dayan_safety.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent

# pytest names itself in the environment: tests keep their hands off the town's data.
data_dir = BASE_DIR / (".pytest_cache/data" if "PYTEST_VERSION" in env.ENVIRON else "var")
DATA_DIR = Path(env.str("DATA_DIR", default=str(data_dir))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = switch("DEBUG")
DEMO = switch("DEMO")
HTTPS = switch("HTTPS")
if DEMO and HTTPS:
    raise ImproperlyConfigured("DEMO shows its passwords on the sign-in page: never with HTTPS, that is a real town.")

SECRET_KEY = env.str("SECRET_KEY", default="") or kept_key(DATA_DIR, "secret_key")
FIELD_KEY = env.str("FIELD_KEY", default="") or kept_key(DATA_DIR, "field_key")
HISTORY_KEY = env.str("HISTORY_KEY", default="") or kept_key(DATA_DIR, "history_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
TRUSTED_PROXIES = number("TRUSTED_PROXIES", default=0, least=0, most=10)

INSTALLED_APPS = [
    "dayan_safety.apps.PortalConfig",
    "committee",
    "campaigns",
    "inspections",
    "assessment",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "dayan_safety.apps.PortalStaticFilesConfig",
    "dayan_safety.apps.PortalAdminConfig",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "import_export",
    "dayan_safety.apps.SignInLogConfig",
    "csp",
    "django_celery_beat",
    "django_celery_results",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "dayan_safety.middleware.ActorMiddleware",
    "dayan_safety.middleware.CleanParametersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dayan_safety.middleware.SessionLimitMiddleware",
    "dayan_safety.confinement.ConfinementMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dayan_safety.middleware.FirstPasswordMiddleware",
    "dayan_safety.middleware.SecondFactorMiddleware",
    "dayan_safety.middleware.PrivatePagesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dayan_safety.urls"
WSGI_APPLICATION = "dayan_safety.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dayan_safety.navigation.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "dayan_safety.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FILTERS_EMPTY_CHOICE_LABEL = _("all")

# Database and queue: embedded by default, PostgreSQL and Redis when named.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE.get("ENGINE") == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
elif DATABASE.get("ENGINE") == "django.db.backends.postgresql":
    DATABASE["OPTIONS"] = {
        "options": "-c statement_timeout=60s -c lock_timeout=15s -c idle_in_transaction_session_timeout=60s"
    }
    DATABASE["CONN_HEALTH_CHECKS"] = True
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://")
DATABASE["CONN_MAX_AGE"] = number("CONN_MAX_AGE", default=60, least=0, most=86400)

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://")
# Sessions stay in the database: pages work while Redis is away, and a session that was ended cannot come back with it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Celery: the clock and the muscle; the database stays the truth.
QUEUE_DIR = DATA_DIR / "queue"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if not REDIS_URL:
    QUEUE_DIR.mkdir(exist_ok=True)
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 2, "socket_keepalive": True}
    if REDIS_URL
    else {
        "data_folder_in": str(QUEUE_DIR),
        "data_folder_out": str(QUEUE_DIR),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = True
CELERY_CACHE_BACKEND = "default"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_TRACK_STARTED = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULER = "dayan_safety.scheduler:KeptScheduler"
DJANGO_CELERY_BEAT_TZ_AWARE = True
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# Notices leave the house by e-mail and by robots of WeCom, DingTalk and Feishu; the demo keeps its mail in a folder.
PORTAL_URL = env.str("PORTAL_URL", default="").rstrip("/")
if PORTAL_URL and not PORTAL_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("PORTAL_URL must begin with https:// or http://")
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL and not EMAIL_URL.startswith(("smtp://", "smtp+tls://", "smtp+ssl://", "filemail://")):
    raise ImproperlyConfigured("EMAIL_URL must begin with smtp://, smtp+tls://, smtp+ssl:// or filemail://")
MAIL_IS_ON = bool(EMAIL_URL) or DEMO
vars().update(env.email_url_config(EMAIL_URL or f"filemail:///{DATA_DIR / 'mail'}"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="portal@localhost")
ROBOTS_ARE_ON = switch("ROBOTS")
LETTER_TAKEN_SECONDS = number("LETTER_TAKEN_SECONDS", default=120, least=1, most=3600)
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])
DISK_LEAST_MB = number("DISK_LEAST_MB", default=500, least=1, most=1_000_000)

# Language and time.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Static files and uploads.
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap/css", BASE_DIR / "node_modules/bootstrap/dist/css"),
    ("bootstrap/js", BASE_DIR / "node_modules/bootstrap/dist/js"),
    ("tom-select/js", BASE_DIR / "node_modules/tom-select/dist/js"),
    ("tom-select/css", BASE_DIR / "node_modules/tom-select/dist/css"),
    ("echarts", BASE_DIR / "node_modules/echarts/dist"),
]
ICONS_DIR = BASE_DIR / "node_modules/bootstrap-icons/icons"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "private"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
UPLOAD_MAX_BYTES = number("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024, least=1, most=2**30)

# The door.
AUTH_USER_MODEL = "committee.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "dayan_safety.backends.RuleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_MIN_LENGTH = number("PASSWORD_MIN_LENGTH", default=12, least=8, most=100)
PASSWORD_KINDS = number("PASSWORD_KINDS", default=3, least=1, most=4)
PASSWORD_MAX_AGE_DAYS = number("PASSWORD_MAX_AGE_DAYS", default=90, least=0, most=3650)
FIRST_PASSWORD_DAYS = number("FIRST_PASSWORD_DAYS", default=14, least=0, most=365)
DJANGOS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{DJANGOS}.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH}},
    {"NAME": f"{DJANGOS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{DJANGOS}.CommonPasswordValidator"},
    {"NAME": "dayan_safety.passwords.CharacterKindsValidator", "OPTIONS": {"kinds": PASSWORD_KINDS}},
    {"NAME": "dayan_safety.passwords.LocalWordsValidator"},
]
SECOND_FACTOR = env.str("SECOND_FACTOR", default="offered")
if SECOND_FACTOR not in ("off", "offered", "required"):
    raise ImproperlyConfigured(f"SECOND_FACTOR must be off, offered or required, not {SECOND_FACTOR!r}")
SIGN_IN_NAMES_PER_ADDRESS = number("SIGN_IN_NAMES_PER_ADDRESS", default=20, least=0, most=10_000)
SIGN_IN_FAILURES = number("SIGN_IN_FAILURES", default=5, least=1, most=100)
AXES_FAILURE_LIMIT = SIGN_IN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=number("SIGN_IN_LOCK_MINUTES", default=30, least=1, most=1440))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "dayan_safety.middleware.client_address"
AXES_LOCKOUT_CALLABLE = "dayan_safety.lockouts.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
SESSION_IDLE = timedelta(minutes=number("SESSION_IDLE_MINUTES", default=30, least=1, most=1440))
SESSION_ABSOLUTE = timedelta(hours=number("SESSION_ABSOLUTE_HOURS", default=12, least=1, most=720))
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Headers.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"axes": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
