"""The ASGI application: pages over HTTP, live rounds and boards over WebSocket."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()  # loads the apps, which the imports below need

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.sessions import CookieMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402

from config.gathering import Gathering  # noqa: E402
from config.lanes import Lanes  # noqa: E402
from config.lifespan import Lifespan  # noqa: E402
from config.origin import SameOrigin  # noqa: E402
from contests.papers.closing import close_forever  # noqa: E402
from contests.routing import websocket_urlpatterns  # noqa: E402
from realtime.wire import Wired  # noqa: E402

# A thread that comes back from the database waits this long at most for the busy event loop: a screen takes several
# queries, and five milliseconds for each, as is usual, can be seen.
sys.setswitchinterval(0.0005)

application = ProtocolTypeRouter(
    {
        "lifespan": Lifespan(partial(close_forever, every=settings.CLOSE_EVERY) if settings.CLOSE_EVERY else None),
        "http": Gathering(Lanes(http, settings.LANES), ThreadPoolExecutor(1, thread_name_prefix="answers")),
        "websocket": Wired(SameOrigin(CookieMiddleware(URLRouter(websocket_urlpatterns)))),
    }
)
