"""A signed-out browser: cookies kept, CSRF checked, JSON both ways, mail sent on commit."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client, TestCase

from tests.factories.accounts import PASSWORD

AUTH = "/_allauth/browser/v1"


class Browser:
    """Speaks to the platform as the front end does, token and all."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.get(f"{AUTH}/config")  # sets the CSRF cookie

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None) -> Any:
        return self.send("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        return self.send("PATCH", path, body)

    def delete(self, path: str, body: Any = None) -> Any:
        return self.send("DELETE", path, body)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        token = self.client.cookies["csrftoken"].value
        with TestCase.captureOnCommitCallbacks(execute=True):
            return self.client.generic(
                method,
                path,
                json.dumps({} if body is None else body),
                content_type="application/json",
                headers={"X-CSRFToken": token, **headers},
            )

    def sign_in(self, email: str, password: str = PASSWORD) -> HttpResponse:
        answer: HttpResponse = self.post(
            f"{AUTH}/auth/login", {"email": email, "password": password}
        )
        return answer

    def sign_out(self) -> HttpResponse:
        answer: HttpResponse = self.delete(f"{AUTH}/auth/session")
        return answer

    def is_signed_in(self) -> bool:
        return bool(self.get("/api/v1/me").status_code == 200)
