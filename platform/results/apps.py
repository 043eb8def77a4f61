from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "results"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The ledger asks here for the report itself, which the journal holds as a digest alone."""
        from anchors import sources
        from audit.kinds import Kind
        from results.proofs import report_source

        sources.register(Kind.REPORT_RECORDED, report_source)
