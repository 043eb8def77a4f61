"""The root of every refusal that the platform says on purpose.

PlumblineError
├── NotFound            absent, or not yours: one answer
├── Refused             known actor, not allowed
├── NotSignedIn
├── Invalid             the request itself is off; `fields` says where
├── Conflict            the state does not allow it now
├── TooLarge            over a size or a quota
├── TooMany             over a rate
├── SealBroken          a sealed secret does not open
└── NoTenantScope       a programming error: tenant data touched outside a scope
"""

from collections.abc import Mapping


class PlumblineError(Exception):
    """A refusal with a stable code, an HTTP status and one sentence for a person."""

    code = "error"
    status = 500
    sentence = "Something went wrong on our side. Please try again in a moment."

    def __init__(
        self,
        sentence: str | None = None,
        *,
        code: str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        self.sentence = sentence or self.sentence
        self.code = code or self.code
        self.fields = dict(fields or {})
        super().__init__(self.sentence)


class NotFound(PlumblineError):
    code = "not_found"
    status = 404
    sentence = "There is nothing here, or it is not shared with you. Check the address."


class Refused(PlumblineError):
    code = "refused"
    status = 403
    sentence = "Your role does not allow this. Ask an administrator of your organisation."


class NotSignedIn(PlumblineError):
    code = "not_signed_in"
    status = 401
    sentence = "Please sign in first."


class Invalid(PlumblineError):
    code = "invalid"
    status = 400
    sentence = "Some of this could not be read. Correct the marked fields and send it again."


class Conflict(PlumblineError):
    code = "conflict"
    status = 409
    sentence = "This has changed meanwhile. Reload and look again."


class TooLarge(PlumblineError):
    code = "too_large"
    status = 413
    sentence = "This file is larger than your organisation allows. Send a shorter clip."


class TooMany(PlumblineError):
    code = "too_many"
    status = 429
    sentence = "That was too often in a short time. Wait a minute and try again."


class SealBroken(PlumblineError):
    code = "seal_broken"
    sentence = (
        "A stored secret cannot be read. If it is your second factor, sign in with a recovery "
        "code and set it up again; else ask who runs this server whether its secret key changed."
    )


class NoTenantScope(PlumblineError):
    code = "no_tenant_scope"
    status = 500
