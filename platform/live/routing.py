from django.urls import path

from live.consumers import TopicConsumer

websocket_urlpatterns = [
    path("ws/orgs/<slug:org>/<slug:topic>/<uuid:topic_id>", TopicConsumer.as_asgi()),
]
