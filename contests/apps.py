from django.apps import AppConfig

from questionbank import usage


class ContestsConfig(AppConfig):
    name = "contests"

    def ready(self) -> None:
        from contests.board_sources import register_boards  # noqa: PLC0415  # models are loaded only now
        from contests.live.topics import register_topics  # noqa: PLC0415  # the same
        from contests.papers.drawing import asked_in_contests  # noqa: PLC0415

        register_boards()
        usage.register(asked_in_contests)
        register_topics()
