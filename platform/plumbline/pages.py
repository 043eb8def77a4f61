"""The page that carries the front end, the health answer and the API's own description."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView

schema = SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[])

NOT_BUILT = "The pages are not built yet. Run `make build`, then reload."


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@ensure_csrf_cookie
def app(_request: HttpRequest) -> HttpResponse:
    page = settings.FRONTEND_DIST / "index.html"
    if not page.exists():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain")
    return HttpResponse(page.read_bytes(), headers={"Cache-Control": "no-cache"})
