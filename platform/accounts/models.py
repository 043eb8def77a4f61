"""People who sign in, and devices that upload."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from base.models import Row, TenantModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Row):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    locale = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def get_full_name(self) -> str:
        return self.name


class Device(TenantModel):
    """A device or script of an organisation; its token is kept as a hash."""

    name = models.CharField(max_length=80)
    token_sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
