"""Rows from before the journal and the jobs said whose data they are about say it too."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

from base import scope
from base.scope import Crossing


def fill(apps, schema_editor):
    event, job = apps.get_model("audit", "Event"), apps.get_model("jobs", "Job")
    assessment = apps.get_model("results", "Assessment")
    upload = apps.get_model("uploads", "Upload")
    consent = apps.get_model("consent", "Consent")
    membership = apps.get_model("tenants", "Membership")
    invitation = apps.get_model("tenants", "Invitation")
    theirs = OuterRef("subject_id")
    of_the_user = membership.objects.filter(user_id=theirs, tenant_id=OuterRef("tenant_id"))
    whose = {
        "assessment": _first(assessment.objects.filter(id=theirs), "participant_id"),
        "upload": _first(upload.objects.filter(id=theirs), "participant_id"),
        "consent": _first(consent.objects.filter(id=theirs), "membership_id"),
        "invitation": _first(invitation.objects.filter(id=theirs), "sees_id"),
        "job": _first(job.objects.filter(id=theirs), "person_id"),
        "user": _first(of_the_user.order_by("-created_at"), "id"),
        "membership": F("subject_id"),
    }
    with scope.across_tenants(Crossing.UPGRADE):
        job.objects.filter(person_id__isnull=True).update(person_id=whose["assessment"])
        for kind, found in whose.items():
            rows = event.objects.filter(person_id__isnull=True, subject_kind=kind)
            rows.update(person_id=found)


def _first(rows, column):
    return Subquery(rows.values(column)[:1])


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0003_erasure"),
        ("audit", "0002_person"),
        ("jobs", "0002_person"),
        ("uploads", "0001_initial"),
        ("consent", "0001_initial"),
        ("tenants", "0001_initial"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
