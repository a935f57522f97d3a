"""WebSocket addresses. Phones look up for themselves whose they are; the few other screens are told who asks."""

from channels.auth import AuthMiddleware
from channels.sessions import SessionMiddleware
from django.urls import path

from contests.consumers import BoardSocket
from contests.live.consumers import HostSocket, PhoneSocket, ProjectorSocket
from contests.live.rehearsal.sockets import RehearsalSocket
from realtime.sockets import WatchingSocket


def _known(socket: type[WatchingSocket]) -> SessionMiddleware:
    return SessionMiddleware(AuthMiddleware(socket.as_asgi()))


websocket_urlpatterns = [
    path("ws/board/<str:board>/", _known(BoardSocket)),
    path("ws/live/<str:code>/phone/", PhoneSocket.as_asgi()),
    path("ws/live/<int:number>/projector/", _known(ProjectorSocket)),
    path("ws/live/<int:number>/host/", _known(HostSocket)),
    path("ws/live/<int:number>/rehearsal/", _known(RehearsalSocket)),
]
