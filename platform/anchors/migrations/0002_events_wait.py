"""Events that are older than the ledger wait for their leaves like all others."""

from django.db import migrations

from base import scope
from base.scope import Crossing

FILL = """
INSERT INTO anchors_waiting (created_at, tenant_id, event_id)
SELECT created_at, tenant_id, id FROM audit_event ORDER BY created_at, id
"""


def fill(apps, schema_editor):
    with scope.across_tenants(Crossing.LEDGER_SEQUENCE):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(FILL)


class Migration(migrations.Migration):

    dependencies = [
        ("anchors", "0001_initial"),
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
