"""WebSocket addresses."""

from django.urls import URLPattern, path

from contests.consumers import BoardSocket
from contests.live.consumers import HostSocket, PhoneSocket, ProjectorSocket
from contests.live.rehearsal.sockets import RehearsalSocket

websocket_urlpatterns: list[URLPattern] = [
    path("ws/board/<str:board>/", BoardSocket.as_asgi()),
    path("ws/live/<str:code>/phone/", PhoneSocket.as_asgi()),
    path("ws/live/<int:number>/projector/", ProjectorSocket.as_asgi()),
    path("ws/live/<int:number>/host/", HostSocket.as_asgi()),
    path("ws/live/<int:number>/rehearsal/", RehearsalSocket.as_asgi()),
]
