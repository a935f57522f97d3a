from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"

    def ready(self) -> None:
        from contests.feedback import seen  # noqa: PLC0415  # models are loaded only now
        from practice.seen import has_answered  # noqa: PLC0415

        seen.register(has_answered)
