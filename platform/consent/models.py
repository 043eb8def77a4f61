"""Who allowed the filming and its assessment, by which words, from when until when."""

from django.db import models

from base.models import TenantModel


class Consent(TenantModel):
    membership = models.ForeignKey("tenants.Membership", on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=40)  # id of consent/documents/<id>-<version>.toml
    version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "document"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            )
        ]
