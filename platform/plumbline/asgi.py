"""One entry for HTTP and WebSocket; uploads take their bytes raw, past Django's request object."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings.embedded")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

django = get_asgi_application()

# These need the apps, which the line above loads.
from live.routing import websocket_urlpatterns  # noqa: E402
from uploads.asgi import uploads_or  # noqa: E402

application = ProtocolTypeRouter(
    {"http": uploads_or(django), "websocket": URLRouter(websocket_urlpatterns)}
)
