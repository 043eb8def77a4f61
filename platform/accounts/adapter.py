"""What allauth lets us decide: who may sign up, how mails speak, how secrets are kept."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accounts.errors import SignUpClosed
from base.http import problem_response
from base.sealing import Use, seal, unseal

PRODUCT = "Plumbline"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only an accepted invitation makes a person; an attempt to sign up is told so."""
        match = request.resolver_match
        if request.method == "POST" and match is not None and match.url_name == "signup":
            raise ImmediateHttpResponse(problem_response(SignUpClosed()))
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{PRODUCT}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails name the product where allauth would name the host."""
        site = SimpleNamespace(name=PRODUCT, domain=PRODUCT)
        super().send_mail(template_prefix, email, {**context, "current_site": site})


class MfaAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return seal(text, Use.SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, Use.SECOND_FACTOR)

    def get_totp_issuer(self) -> str:
        return PRODUCT

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site that a passkey is bound to: the host in the address bar, without its port."""
        return {"id": context.request.get_host().partition(":")[0], "name": PRODUCT}
