from django.apps import AppConfig


class AnchorsConfig(AppConfig):
    name = "anchors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal knows nothing of a ledger; here the ledger learns of its events."""
        from anchors import receivers

        receivers.connect()
