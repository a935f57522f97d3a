from django.apps import AppConfig


class QuestionbankConfig(AppConfig):
    name = "questionbank"

    def ready(self) -> None:
        from questionbank.standing import recheck_document  # noqa: PLC0415  # models are loaded only now
        from regulations.life import on_change  # noqa: PLC0415  # the same

        on_change(recheck_document)
