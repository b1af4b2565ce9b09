"""Settings: one machine by default, many by environment (docs/guide/configuration.md)."""

import logging
import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from rapport.lib import address

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(env("RAPPORT_HOME", default=str(Path.home() / ".rapport"))).resolve()
HOME.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key given by the environment, else one made on first start and kept private."""
    if given := os.environ.get("RAPPORT_SECRET_KEY"):
        return given
    path = HOME / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("RAPPORT_DEBUG", default=False)

# Links in mail are made from this address alone, never from a request's Host header.
PUBLIC_URL = (env("RAPPORT_URL", default="") or address.local(HOME)).rstrip("/")
_PUBLIC_HOST = address.host_of(PUBLIC_URL)
IS_LOCAL = _PUBLIC_HOST in ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = [_PUBLIC_HOST, "localhost", "127.0.0.1", *env.list("RAPPORT_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = env.list("RAPPORT_TRUSTED_PROXIES", default=[])
# Inside addresses that mailboxes and webhooks may name: host names and networks.
INTERNAL_HOSTS = env.list("RAPPORT_INTERNAL_HOSTS", default=[])
# The server for mail of the system itself: smtp://, smtp+tls:// (STARTTLS) or smtps://.
SMTP_URL = env("RAPPORT_SMTP_URL", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "rapport.ui",
    # After the kit, whose own select it would hide.
    "django.forms",
    "rapport.events",
    "rapport.workspaces",
    "rapport.accounts",
    "rapport.files",
    "rapport.calendars",
    "rapport.clients",
    "rapport.projects",
    "rapport.inbox",
    "rapport.channels",
    "rapport.chat",
    "rapport.promises",
    "rapport.resourcing",
    "rapport.planning",
    "rapport.portfolio",
    "rapport.delivery",
    "rapport.cases",
    "rapport.outreach",
    "rapport.timesheets",
    "rapport.control",
    "rapport.feedback",
    "rapport.roadmap",
    "rapport.insights",
    "rapport.notifications",
    "rapport.reports",
    "rapport.search",
    "rapport.demo",
    "rapport.today",
    "rapport.portal",
    "rapport.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rapport.accounts.middleware.language",
    "rapport.accounts.middleware.sound_addresses",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rapport.accounts.middleware.private_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "rapport.config.urls"
ASGI_APPLICATION = "rapport.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "rapport.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before allauth's own pages, whose names ours take.
        "DIRS": [PACKAGE / "accounts" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rapport.accounts.context.shell",
            ],
            "builtins": [
                "rapport.ui.templatetags.ui",
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

# --- Database -----------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # IMMEDIATE, or a read-then-write transaction fails at once under a second writer.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what was acknowledged survives a power cut.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        # What is erased is overwritten in the file, not only unlinked.
        "PRAGMA secure_delete=ON; PRAGMA mmap_size=268435456;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
    ),
}
DATABASE_URL = env("DATABASE_URL", default=f"sqlite:///{HOME / 'rapport.sqlite3'}")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # Opening it anew costs more than most questions do; now and then, for only then it reads the
    # statistics that were gathered since.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
else:
    DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
    # A pool, because persistent connections leak under ASGI.
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
# Statements that every mail needs are kept by the server, unless a pooler between loses them.
PREPARED_STATEMENTS = env.bool("RAPPORT_PREPARED_STATEMENTS", default=True)

# --- Cache: shared by all processes, because the rate limits live in it --------------------------

if cache_url := env("RAPPORT_CACHE_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": cache_url,
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "django_cache",
        }
    }
BROKER_URL = env("RAPPORT_BROKER_URL", default="")

# --- Files --------------------------------------------------------------------------------------

MEDIA_ROOT = HOME / "files"
# Remote pictures of mails that somebody looked at; may be emptied at any time.
PICTURE_CACHE = HOME / "cache" / "pictures"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rapport.ui.storage.ManifestStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
MAX_UPLOAD_BYTES = env.int("RAPPORT_MAX_UPLOAD_MB", default=50) * 1024 * 1024
# What one workspace may hold in files; 0 sets no limit.
WORKSPACE_QUOTA_BYTES = env.int("RAPPORT_WORKSPACE_QUOTA_MB", default=0) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rapport.accounts.backends.Backend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "rapport.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "rapport.accounts.adapter.Adapter"
# Wrong passwords are counted by axes, wrong codes of the second step by this.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/300s/key"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Recovery codes are our own: allauth keeps them readable.
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "rapport.accounts.forms.PasskeyForm",
    "authenticate": "rapport.accounts.second_step.SecondStepForm",
    "reauthenticate": "rapport.accounts.second_step.ProveAgainForm",
}
MFA_TOTP_ISSUER = "Rapport"
# The code before still counts: typing takes time and phones' clocks drift (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "rapport.accounts.client_address.of"
AXES_VERBOSE = False
# Who signed in when is in our own sessions; failures are what axes is for.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "429.html"

# --- Safety -------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
    }
}
_IS_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SESSION_ENGINE = "rapport.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "rapport_session", "rapport_csrf"
SECURE_HSTS_SECONDS = 31_536_000 if _IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "rapport_language"
USE_TZ = True
TIME_ZONE = "UTC"
# Else the 1,000th message is "1,000" in addresses and forms too. Amounts are said by babel.
USE_THOUSAND_SEPARATOR = False

# No more than this leaves by one mailbox in a minute, whatever waits: providers block who hurries.
MAILS_A_MINUTE = env.int("RAPPORT_MAILS_A_MINUTE", default=120)

# --- Mail that the system itself sends (invitations, sign-in codes) -------------------------------

EMAIL_BACKEND = env("RAPPORT_EMAIL_BACKEND", default="rapport.inbox.system_mail.Backend")
DEFAULT_FROM_EMAIL = env("RAPPORT_FROM", default=f"Rapport <rapport@{_PUBLIC_HOST}>")

# --- Mail that other servers hand over to us (docs/guide/direct-mail.md) --------------------------

# LMTP at unix:/path or 127.0.0.1:port, SMTP at host:port; empty listens to nobody.
RECEIVE_LMTP = env("RAPPORT_RECEIVE_LMTP", default="")
RECEIVE_SMTP = env("RAPPORT_RECEIVE_SMTP", default="")
# Domains whose addresses we take mail for: a.example, or b.example=company where there are several.
RECEIVE_DOMAINS = {
    domain.strip().lower(): slug.strip()
    for domain, _eq, slug in (
        one.partition("=") for one in env.list("RAPPORT_RECEIVE_DOMAINS", default=[])
    )
}
# How we greet; the name by which the world finds this machine.
RECEIVE_NAME = env("RAPPORT_RECEIVE_NAME", default=_PUBLIC_HOST)
RECEIVE_CERTIFICATE = env("RAPPORT_RECEIVE_CERTIFICATE", default="")
RECEIVE_KEY = env("RAPPORT_RECEIVE_KEY", default="")

# --- Logs: one JSON object a line, control characters escaped ------------------------------------

# A handler that cannot write prints the record as it came, with what is masked elsewhere.
logging.raiseExceptions = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "rapport.lib.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env("RAPPORT_LOG_LEVEL", default="WARNING")},
    "loggers": {
        "rapport": {"level": env("RAPPORT_LOG_LEVEL", default="INFO")},
        "axes": {"level": "ERROR"},
    },
}
