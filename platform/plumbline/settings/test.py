"""Tests in either shape: PLUMBLINE_TEST_SHAPE=production runs them on Postgres, Redis and S3."""

import os
import tempfile

os.environ.setdefault("PLUMBLINE_SECRET_KEY", "for tests alone, never for people")
os.environ.setdefault("PLUMBLINE_VAR", tempfile.mkdtemp(prefix="plumbline-test-"))

if os.environ.get("PLUMBLINE_TEST_SHAPE") == "production":
    from plumbline.settings.production import *  # noqa: F403
else:
    from plumbline.settings.embedded import *  # type: ignore[assignment]  # noqa: F403

from plumbline.settings.base import REST_FRAMEWORK, VAR

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",  # Argon2 is slow on purpose
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
CELERY_BROKER_URL = "memory://"
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"anon": None, "user": None}}
ACCOUNT_RATE_LIMITS = False

if "sqlite3" in str(DATABASES["default"]["ENGINE"]):  # noqa: F405
    # A file, as in use: the in-memory database of tests locks whole tables instead of waiting.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}  # noqa: F405
LEDGER_CHAIN = "none"  # tests of the chain name one
