"""The one settings file; every difference between places is an environment variable.

Each variable is listed in `.env.example`. A missing or malformed one stops the start with its
name. Secrets come only from the environment (the command line reads them from the state folder).
"""

from pathlib import Path

from motcua.kernel.environment import database, flag, number, text, words
from motcua.runtime.logs import configured

PACKAGE = Path(__file__).resolve().parent

DEBUG = flag("MOTCUA_DEBUG")
SECRET_KEY = text("MOTCUA_SECRET_KEY")
KEYS_IN_FILE = flag("MOTCUA_KEYS_IN_FILE")  # the master key is the state folder's own
DIGEST_KEY = text("MOTCUA_DIGEST_KEY", "")  # of look-ups, once the first master key is gone
MASTER_KEY = text("MOTCUA_MASTER_KEY")  # 32 bytes in hexadecimal; wraps every data key
ALLOWED_HOSTS = words("MOTCUA_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("MOTCUA_TRUSTED_ORIGINS")
STATE = Path(text("MOTCUA_STATE", str(Path.cwd() / "var")))
PUBLIC_URL = text("MOTCUA_PUBLIC_URL", "http://localhost:8000").rstrip("/")
SECURITY_CONTACT = text("MOTCUA_SECURITY_CONTACT", "")
PROVINCE = text("MOTCUA_PROVINCE", "H42")  # identifier code of the province served
IS_SAMPLE = flag("MOTCUA_SAMPLE")  # pages and papers then say that nothing here is official

LIMITS = {
    "pool": number("MOTCUA_DATABASE_POOL", 8),
    "patience": number("MOTCUA_STATEMENT_TIMEOUT_MS", 30_000),
    "lock_patience": number("MOTCUA_LOCK_TIMEOUT_MS", 10_000),
}
DATABASES = {"default": database(text("MOTCUA_DATABASE_URL"), **LIMITS)}
if text("MOTCUA_REPLICA_URL", ""):
    DATABASES["replica"] = database(text("MOTCUA_REPLICA_URL"), **LIMITS)
    DATABASE_ROUTERS = ["motcua.events.replica.Router"]
APP_ROLE = text("MOTCUA_APP_ROLE", "motcua_app")  # serves, and owns no table
REPLICA_LAG = number("MOTCUA_REPLICA_LAG", 5)  # seconds behind; beyond them nobody reads there
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
WEB_WORKERS = number("MOTCUA_WEB_WORKERS", 2)  # processes; one for each core
# Requests in service at once in each process: while one waits for the database another computes;
# more only take the interpreter from each other.
WEB_THREADS = number("MOTCUA_WEB_THREADS", 2)
WEB_WAITING = number("MOTCUA_WEB_WAITING", 120)  # requests that wait in each process at most
WEB_PATIENCE = number("MOTCUA_WEB_PATIENCE", 10)  # seconds that each of them waits
LEAST_FREE_MIB = number("MOTCUA_LEAST_FREE_MIB", 256)  # on each disk; with less, acts are refused
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "motcua.events",
    "motcua.people",
    "motcua.organisations",
    "motcua.staffing",
    "motcua.documents",
    "motcua.forms",
    "motcua.workflow",
    "motcua.deadlines",
    "motcua.signing",
    "motcua.procedures",
    "motcua.results",
    "motcua.dossiers",
    "motcua.digitisation",
    "motcua.privacy",
    "motcua.incidents",
    "motcua.forecasts",
    "motcua.indicators",
    "motcua.notifications",
    "motcua.exchange",
    "motcua.reform",
    "motcua.opendata",
    "motcua.briefings",
    "motcua.alarms",
    "motcua.configuration",
    "motcua.web",
    "motcua.api",
    "motcua.demo",
]
MIDDLEWARE = [
    "motcua.web.observed.ObservedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "motcua.api.unencrypted.refuse_unencrypted",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.web.pages_only.policy",
    "motcua.web.pages_only.methods",
    "motcua.web.pages_only.session",
    "motcua.web.pages_only.language",
    "django.middleware.common.CommonMiddleware",
    "motcua.web.pages_only.forms",
    "motcua.web.pages_only.account",
    "motcua.web.pages_only.notices",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "motcua.web.identity.IdentityMiddleware",
    "motcua.web.looks.LooksMiddleware",
    "motcua.web.pages_only.refusals",
    "motcua.web.lagging.LaggingMiddleware",
]
ROOT_URLCONF = "motcua.urls"
WSGI_APPLICATION = "motcua.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "motcua.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "motcua.web.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "/dang-nhap"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
]
SESSION_ENGINE = "motcua.web.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# W003: tokens of pages are checked by `pages_only.forms`, which wraps Django's own check.
# W021: asking browsers to keep the name in their own list is for whoever owns the domain.
SILENCED_SYSTEM_CHECKS = ["security.W003", "security.W021"]
CSRF_FAILURE_VIEW = "motcua.web.errors.csrf_failure"

HTTPS = flag("MOTCUA_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if flag("MOTCUA_BEHIND_PROXY") else None
)
# Addresses of the API are refused instead (`api.unencrypted`).
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/v1/(?!docs$)"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "report-uri": ["/vi-pham-noi-dung"],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES = STATE / "files"
# s3://bucket/folder keeps files in an S3-compatible store instead of the state folder.
FILES_URL = text("MOTCUA_FILES_URL", "").rstrip("/")
FILES_OPTIONS = {
    "endpoint": text("MOTCUA_FILES_ENDPOINT", ""),
    "region": text("MOTCUA_FILES_REGION", "us-east-1"),
    "access_key_id": text("MOTCUA_FILES_ACCESS_KEY", ""),
    "secret_access_key": text("MOTCUA_FILES_SECRET_KEY", ""),
}
CLAMAV_SOCKET = text("MOTCUA_CLAMAV_SOCKET", "")  # a path, or tcp://host:port
CLAMAV_REQUIRED = flag("MOTCUA_CLAMAV_REQUIRED")  # nothing comes in while the scanner is away
BREACHED_PASSWORDS = text("MOTCUA_BREACHED_PASSWORDS", "")  # a sorted file of SHA-1 hashes
KEYS = STATE / "keys"
ANCHORS = Path(text("MOTCUA_ANCHORS", str(STATE / "anchors")))  # best on another machine
TSA_URL = text("MOTCUA_TSA_URL", "")  # signatures are then time-stamped (B-T, B-LTA)
TOKEN_MODULE, TOKEN_PIN = text("MOTCUA_TOKEN_MODULE", ""), text("MOTCUA_TOKEN_PIN", "")  # PKCS#11
SIGNING_SERVICE = text("MOTCUA_SIGNING_SERVICE", "")  # keeps keys elsewhere
SIGNING_SERVICE_TOKEN = text("MOTCUA_SIGNING_SERVICE_TOKEN", "")
# host:port of peers that may be called without TLS or lie in our own network
EXCHANGE_ALLOW = words("MOTCUA_EXCHANGE_ALLOW")
EXCHANGE_KEPT_DAYS = number("MOTCUA_EXCHANGE_KEPT_DAYS", 90)  # of messages that were received
SCANNERS = Path(text("MOTCUA_SCANNERS", str(STATE / "scanners")))  # one folder for each agency
MAX_FILE_BYTES = number("MOTCUA_MAX_FILE_BYTES", 20 * 1024 * 1024)
UPLOADS = STATE / "uploads"  # files on their way
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "motcua.web.nameless.NamelessUploadHandler",
]
MAX_OPEN_UPLOADS = number("MOTCUA_MAX_OPEN_UPLOADS", 10)  # of one person
MAX_OPEN_UPLOAD_BYTES = number("MOTCUA_MAX_OPEN_UPLOAD_BYTES", 100 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

SMTP_HOST = text("MOTCUA_SMTP_HOST", "")
_SENT_BY = "smtp" if SMTP_HOST else "filebased"
EMAIL_BACKEND = f"django.core.mail.backends.{_SENT_BY}.EmailBackend"
EMAIL_FILE_PATH = STATE / "mail"
EMAIL_HOST = SMTP_HOST
EMAIL_PORT = number("MOTCUA_SMTP_PORT", 587)
EMAIL_HOST_USER = text("MOTCUA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = text("MOTCUA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("MOTCUA_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("MOTCUA_MAIL_FROM", "motcua@localhost")

ALARM_MAIL = words("MOTCUA_ALARM_MAIL")  # who is told when the system needs somebody
THRESHOLDS = Path(text("MOTCUA_THRESHOLDS")) if text("MOTCUA_THRESHOLDS", "") else None
TLS_CERTIFICATE = (
    Path(text("MOTCUA_TLS_CERTIFICATE")) if text("MOTCUA_TLS_CERTIFICATE", "") else None
)
METRICS_TOKEN = text("MOTCUA_METRICS_TOKEN", "")  # without one there is no /metrics
LOGGING = configured(
    text("MOTCUA_LOG_FORMAT", ""),  # lines or json; without a wish, lines for a terminal only
    text("MOTCUA_LOG_LEVEL", "WARNING"),
    counts_requests=flag("MOTCUA_ACCESS_LOG", True),
    tells_all=DEBUG,
)
