"""An assessed clip: what was sent, the report, and what people said of it."""

from django.db import models

from base.models import TenantModel

LABELS = ["correct", "incorrect", "cannot_tell"]


class Assessment(TenantModel):
    """One uploaded clip on its way to a report. Its state is its upload's, then its job's."""

    participant = models.ForeignKey(
        "tenants.Membership", on_delete=models.PROTECT, related_name="+"
    )
    uploader_kind = models.CharField(max_length=8)  # user, device
    uploader_id = models.UUIDField()
    exercise = models.CharField(max_length=40, blank=True)  # as given; empty: not said
    filename = models.CharField(max_length=200)
    # Whom to follow, as shares of the upright picture at the first frame; null: the biggest.
    person_x = models.FloatField(null=True)
    person_y = models.FloatField(null=True)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.PROTECT, related_name="+")
    given_up_at = models.DateTimeField(null=True)  # the upload was terminated or expired
    signed_by = models.ForeignKey(
        "tenants.Membership", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "created_at", "id"], name="results_newest"),
            models.Index(fields=["tenant", "participant", "created_at"], name="results_by_person"),
        ]


class Report(TenantModel):
    """The machine's word, written once per finished attempt and never changed."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the canonical JSON of `body`
    landmarks_key = models.CharField(max_length=200)
    count = models.PositiveSmallIntegerField()
    verdicts = models.JSONField(default=list)  # labels in order, for lists
    fence = models.PositiveIntegerField()  # of the attempt that wrote it


class Erasure(TenantModel):
    """That a person was erased here: kept, so that a restored backup is erased again."""

    person_id = models.UUIDField(unique=True)  # the membership; nobody is behind it any more
    account = models.BooleanField()  # the account was to go too
    listed_at = models.DateTimeField(null=True)  # written to the list outside the database


class Review(TenantModel):
    """A professional's label beside the machine's."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    repetition = models.PositiveSmallIntegerField(null=True)  # null: the whole clip
    label = models.CharField(max_length=12, choices=[(one, one) for one in LABELS])
    note = models.TextField(blank=True)
    reviewer = models.ForeignKey("tenants.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    left_behind_at = models.DateTimeField(null=True)  # a newer report has no such repetition


class ElementReview(TenantModel):
    """A professional's word on one difficulty element of a routine's report."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    start_s = models.FloatField()  # of the element in the report; a newer report may number anew
    said = models.CharField(max_length=40, blank=True)  # an element's id; empty: no element
    note = models.TextField()
    reviewer = models.ForeignKey("tenants.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)


class Baseline(TenantModel):
    """Accepted repetitions of a person against which new ones are held; withdrawn ones stay."""

    participant = models.ForeignKey(
        "tenants.Membership", on_delete=models.PROTECT, related_name="+"
    )
    exercise = models.CharField(max_length=40)
    view = models.CharField(max_length=16)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    repetitions = models.JSONField()  # as numbered when it was set
    spans = models.JSONField()  # [start_s, end_s, side] of each
    rows = models.JSONField()  # mean features, assessment.scoring.technique.own
    feature_set = models.CharField(max_length=64)
    weights_sha256 = models.CharField(max_length=64)
    set_by = models.ForeignKey("tenants.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_by = models.ForeignKey(
        "tenants.Membership", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "exercise", "view"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="baseline_one_in_force",
            )
        ]


class Reanalysis(TenantModel):
    """A clip analysed once more: the report that was replaced, and what changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("tenants.Membership", on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField(null=True)  # of the replaced report
    sha256 = models.CharField(max_length=64, blank=True)
    landmarks_key = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(null=True)  # when the replaced report was
    changes = models.JSONField(null=True)  # assessment.report.difference, and labels left behind
    ended_at = models.DateTimeField(null=True)
