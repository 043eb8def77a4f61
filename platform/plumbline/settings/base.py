"""Settings that both shapes share; docs/settings.md lists the environment variables."""

import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_flag(name: str, *, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


VAR = Path(env("PLUMBLINE_VAR", str(ROOT / "var")))  # state of the embedded shape
DEBUG = False
SECRET_KEY = env("PLUMBLINE_SECRET_KEY")  # no default: each shape provides it or refuses to start
SITE_URL = env("PLUMBLINE_SITE_URL", "http://127.0.0.1:8000")  # as people type it
ALLOWED_HOSTS = env_list("PLUMBLINE_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("PLUMBLINE_TRUSTED_ORIGINS", SITE_URL)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "base",
    "audit",
    "accounts",
    "tenants",
    "consent",
    "live",
    "jobs",
    "anchors",
    "uploads",
    "media",
    "results",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "plumbline.urls"
ASGI_APPLICATION = "plumbline.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# --- people ---
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_ENGINE = "accounts.sessions"  # ends sessions by idleness too
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds; absolute
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
# A class or a ward signs in at once from one address; wrong passwords keep their own, far
# lower, limit ("login_failed").
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"login": "300/m/ip", "signup": "100/m/ip"}
MFA_ADAPTER = "accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ["browser"]
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": SITE_URL + "/verify-email/{key}",
    "account_reset_password": SITE_URL + "/reset-password",
    "account_reset_password_from_key": SITE_URL + "/reset-password/{key}",
    "account_signup": SITE_URL + "/sign-in",
}
DEFAULT_FROM_EMAIL = env("PLUMBLINE_MAIL_FROM", "Plumbline <no-reply@plumbline.example>")

# --- API ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "base.http.NewestFirst",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "user": "1200/min"},
    "NUM_PROXIES": int(env("PLUMBLINE_PROXIES", "0")),  # proxies in front whose word counts
    "EXCEPTION_HANDLER": "base.http.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": "Movement assessment from video.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "base.schema.declare_problems",
        "results.schema.declare_results",
    ],
    "ENUM_NAME_OVERRIDES": {
        "OrganisationKindEnum": "tenants.models.Organisation.Kind",
        "InvitationStateEnum": "tenants.models.Invitation.State",
        "GranteeKindEnum": "tenants.grants_api.GRANTEES",
        "GrantStateEnum": "tenants.models.Grant.State",
        "AssessmentStateEnum": "results.serializers.STATES",
        "ChainKindEnum": "anchors.serializers.CHAIN_KINDS",
        "ChainRoleEnum": "anchors.serializers.CHAIN_ROLES",
        "EntryStateEnum": "anchors.serializers.STATES",
        "JobKindEnum": ["ingest", "assess", "again"],
        "JobStateEnum": "results.serializers.JOB_STATES",
        "VerdictsEnum": "results.serializers.VERDICTS",
        "LabelEnum": "results.models.LABELS",
        "OutdatedEnum": "results.judging.REASONS",
        "RoleEnum": "tenants.serializers.PEOPLE",
    },
}

# --- words and times ---
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [ROOT / "platform" / "plumbline" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- where clips lie ---
S3_BUCKET = env("PLUMBLINE_S3_BUCKET")  # empty: files stay in PLUMBLINE_VAR/files
S3_ENDPOINT = env("PLUMBLINE_S3_ENDPOINT")
S3_REGION = env("PLUMBLINE_S3_REGION", "us-east-1")
S3_ACCESS_KEY = env("PLUMBLINE_S3_ACCESS_KEY")
S3_SECRET_KEY = env("PLUMBLINE_S3_SECRET_KEY")

# Where signed addresses of clips lead a browser to, for its content policy.
CLIP_ORIGINS = (
    [S3_ENDPOINT or f"https://{S3_BUCKET}.s3.{S3_REGION}.amazonaws.com"] if S3_BUCKET else []
)

# --- what browsers may load ---
STATIC_URL = "/static/"
FRONTEND_DIST = ROOT / "frontend" / "dist"
STATICFILES_DIRS = [("app", FRONTEND_DIST)] if FRONTEND_DIST.exists() else []
SERVESTATIC_USE_FINDERS = True  # files are served from where they are built, none is collected
SERVESTATIC_AUTOREFRESH = False
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_MAX_AGE = 3600  # seconds; names of built files change with their content
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],  # style attributes of the plots
        "img-src": ["'self'", "data:", "blob:", *CLIP_ORIGINS],
        "media-src": ["'self'", "blob:", *CLIP_ORIGINS],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- work ---
CELERY_BROKER_URL = env("PLUMBLINE_BROKER_URL", "filesystem://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # the job table is the truth; a message is only a wake-up
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ROUTES = {
    "results.tasks.ingest": {"queue": "media"},
    "results.tasks.assess": {"queue": "vision"},
    "results.tasks.again": {"queue": "vision"},
}
CELERY_TASK_DEFAULT_QUEUE = "media"
CELERY_BEAT_SCHEDULE = {
    "jobs-sweep": {"task": "jobs.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "ledger-tick": {"task": "anchors.tasks.tick", "schedule": 5.0, "options": {"expires": 5}},
    "erasures": {"task": "results.tasks.erasures", "schedule": 300.0},
    "reanalyses": {"task": "results.tasks.reanalyses", "schedule": 30.0},
    "ledger-anchor": {"task": "anchors.tasks.anchor", "schedule": 5.0, "options": {"expires": 5}},
    "tidy": {"task": "base.tasks.tidy", "schedule": 24 * 3600.0},
    "uploads-expire": {"task": "uploads.tasks.expire", "schedule": 600.0},
}
JOB_LEASE_S = float(env("PLUMBLINE_JOB_LEASE_S", "20"))  # a dead worker is noticed after this
JOB_HEARTBEAT_S = JOB_LEASE_S / 4

# Weights of the learned verdict; empty: those that Plumbline ships.
TECHNIQUE_WEIGHTS = env("PLUMBLINE_TECHNIQUE_WEIGHTS")

# --- uploads and clips ---
UPLOAD_LISTENER = "results.services"  # told when an upload begins, ends or is given up
LIVE_TOPICS = {"assessments": "results.topic"}  # who may watch what, by topic
LIVE_POLL_S = 0.1  # embedded shape: how often a subscribed socket looks at the event table
LIVE_RECHECK_S = 30.0  # how often an open socket's right to look is checked again
UPLOAD_EXPIRY_HOURS = int(env("PLUMBLINE_UPLOAD_EXPIRY_HOURS", "72"))

# --- ledger ---
LEDGER_WITNESSES = env("PLUMBLINE_LEDGER_WITNESSES")  # file of tlog-policy lines; empty: none
LEDGER_CHAIN = env("PLUMBLINE_LEDGER_CHAIN")  # embedded, none, or the address of a node
LEDGER_CHAIN_ID = int(env("PLUMBLINE_LEDGER_CHAIN_ID", "47110815"))  # chosen: of no public chain
LEDGER_CONTRACT = env("PLUMBLINE_LEDGER_CONTRACT")  # on a node; the embedded chain has its own
LEDGER_CONFIRMATIONS = env("PLUMBLINE_LEDGER_CONFIRMATIONS")  # empty: the chain's "finalized"
LEDGER_ANCHOR_S = float(env("PLUMBLINE_LEDGER_ANCHOR_S", "60"))  # longest wait for an anchor
LEDGER_ANCHOR_LEAVES = int(env("PLUMBLINE_LEDGER_ANCHOR_LEAVES", "4096"))  # sooner, with so many


def clip_storage() -> dict[str, Any]:
    """Where originals, proxies and landmarks lie: a folder, or S3 through django-storages."""
    if not S3_BUCKET:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(VAR / "files")},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT or None,
            "region_name": S3_REGION,
            "access_key": S3_ACCESS_KEY,
            "secret_key": S3_SECRET_KEY,
            "querystring_expire": 300,  # seconds a signed address lives
            "file_overwrite": True,
            "default_acl": None,
            "signature_version": "s3v4",
        },
    }


STORAGES: dict[str, dict[str, Any]] = {
    "default": clip_storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # The sweep runs every five seconds; its comings and goings say nothing.
    "loggers": {
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": env("PLUMBLINE_LOG_LEVEL", "INFO")},
}
