from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Django's own hooks: a connection and a migration have no other place to be met at."""
        from django.core import checks
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from tenants import receivers, row_security

        receivers.connect()
        connection_created.connect(row_security.on_connection, dispatch_uid="row-security")
        post_migrate.connect(row_security.after_migrate, dispatch_uid="row-security")
        checks.register(row_security.check_role, checks.Tags.database)
