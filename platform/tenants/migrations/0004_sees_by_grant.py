from django.db import migrations


class Migration(migrations.Migration):
    """Apart from 0003, since Postgres alters no table that has rows waiting for their checks."""

    dependencies = [
        ("tenants", "0003_grants"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="membership",
            name="sees",
        ),
    ]
