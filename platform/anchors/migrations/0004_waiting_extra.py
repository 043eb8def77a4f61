from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("anchors", "0003_grants"),
    ]

    operations = [
        migrations.AddField("waiting", "extra", models.JSONField(null=True)),
    ]
