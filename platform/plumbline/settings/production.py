"""Postgres, Redis, S3, SMTP and TLS in front."""

from plumbline.settings.base import *  # noqa: F403
from plumbline.settings.base import SECRET_KEY, SITE_URL, env, env_flag

if not SECRET_KEY:
    raise RuntimeError("Set PLUMBLINE_SECRET_KEY to a long random string before starting.")

REDIS_URL = env("PLUMBLINE_REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env("PLUMBLINE_DB_NAME", "plumbline"),
        "USER": env("PLUMBLINE_DB_USER", "plumbline"),
        "PASSWORD": env("PLUMBLINE_DB_PASSWORD"),
        "HOST": env("PLUMBLINE_DB_HOST", "127.0.0.1"),
        "PORT": env("PLUMBLINE_DB_PORT", "5432"),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": int(env("PLUMBLINE_DB_POOL", "8"))}},
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
CELERY_BROKER_URL = env("PLUMBLINE_BROKER_URL", REDIS_URL)
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
}
EMAIL_HOST = env("PLUMBLINE_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(env("PLUMBLINE_SMTP_PORT", "25"))
EMAIL_HOST_USER = env("PLUMBLINE_SMTP_USER")
EMAIL_HOST_PASSWORD = env("PLUMBLINE_SMTP_PASSWORD")
EMAIL_USE_TLS = env_flag("PLUMBLINE_SMTP_TLS")

if SITE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "csrftoken"
