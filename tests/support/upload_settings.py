"""The upload endpoint alone, with its own small database: for tests that kill the server."""

import os

from plumbline.settings.test import *  # noqa: F403
from plumbline.settings.test import VAR

if os.environ.get("PLUMBLINE_TEST_SHAPE") != "production":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "uploads.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    }
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "base",
    "audit",
    "accounts",
    "tenants",
    "uploads",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # allauth insists; nothing passes it
ROOT_URLCONF = "tests.support.upload_server"
UPLOAD_LISTENER = "tests.support.upload_listener"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
