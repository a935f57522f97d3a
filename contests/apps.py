from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "contests"

    def ready(self) -> None:
        from contests.board_sources import register_boards  # noqa: PLC0415  # models are loaded only now
        from contests.live.topics import register_topics  # noqa: PLC0415  # the same

        register_boards()
        register_topics()
