"""Files on their way to the browser, a portion at a time, however long they are."""

from collections.abc import AsyncIterator
from typing import IO

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

PORTION = 256 * 1024  # bytes


def sent(file: IO[bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """Return the response that sends `file` from its beginning as `name`, and closes it.

    It is read as it is sent: a server that runs on ASGI would read a plain iterator as a whole first.
    """
    response = StreamingHttpResponse(_portions(file), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(file.seek(0, 2))
    file.seek(0)
    return response


async def _portions(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while portion := await sync_to_async(file.read)(PORTION):
            yield portion
