"""The socket of whoever watches a leaderboard."""

from channels.db import database_sync_to_async

from contests.access import COMMANDS
from realtime.sockets import WatchingSocket


class BoardSocket(WatchingSocket):
    """Watches one board of a public contest; what it is sent is the same for everybody."""

    async def admit(self) -> list[str] | None:
        board = self.scope["url_route"]["kwargs"]["board"]
        return [f"board:{board}"] if await self._may_watch(board) else None

    @database_sync_to_async
    def _may_watch(self, board: str) -> bool:
        line = COMMANDS["board.watch"]
        contest = line.load({"board": board}) if line.load else None
        return contest is not None and bool(line.who(self.scope["user"], contest))
