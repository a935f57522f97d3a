from django.apps import AppConfig

from leaderboard.frames import between, render
from realtime.hub import register

SECONDS_BETWEEN_PUSHES = 0.5


class LeaderboardConfig(AppConfig):
    name = "leaderboard"

    def ready(self) -> None:
        register("board", render, every=SECONDS_BETWEEN_PUSHES, between=between)
