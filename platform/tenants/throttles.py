"""Rates that are tighter than the API's own."""

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle, UserRateThrottle
from rest_framework.views import APIView


class LinkThrottle(SimpleRateThrottle):
    """Tries at invitation links, by network address of the caller; guessing 256 bits needs more.

    The address is the connection's own: a header that the caller writes would be no limit.
    """

    scope = "invitation-link"
    rate = "30/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        del view
        return self.cache_format % {"scope": self.scope, "ident": request.META["REMOTE_ADDR"]}


class MailThrottle(UserRateThrottle):
    """Mails that one person can make us send; a whole school class fits into an hour."""

    scope = "invitation-mail"
    rate = "300/hour"
