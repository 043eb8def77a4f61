"""What allauth may decide for us: who may sign up, and how secrets lie in the database."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False


class MfaAdapter(DefaultMFAAdapter):
    pass
