"""WebSocket addresses. Live rounds add theirs to the list."""

from django.urls import URLPattern, path

from contests.consumers import BoardSocket

websocket_urlpatterns: list[URLPattern] = [
    path("ws/board/<str:board>/", BoardSocket.as_asgi()),
]
