"""The API's words for assessments; shapes only, no decisions."""

from typing import Any

from rest_framework import serializers as s

from assessment.exercises.schema import GROUPS, POSTURES
from results.models import LABELS

STATES = ["uploading", "queued", "working", "done", "failed", "parked", "cancelled"]
JOB_STATES = ["queued", "running", "done", "failed", "parked", "cancelled"]
VERDICTS = [*LABELS, "none"]


class ReasonSerializer(s.Serializer[Any]):
    code = s.CharField()
    sentence = s.CharField()


class JobSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    kind = s.ChoiceField(choices=["ingest", "assess", "again"])
    state = s.ChoiceField(choices=JOB_STATES)
    stage = s.CharField(allow_null=True)
    percent = s.FloatField()
    eta_s = s.FloatField(allow_null=True)
    waiting_behind = s.IntegerField(allow_null=True)
    reason = ReasonSerializer(allow_null=True)
    can_cancel = s.BooleanField()
    can_retry = s.BooleanField()
    attempts = s.IntegerField()


class PersonSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    name = s.CharField()


class ParticipantSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    name = s.CharField()
    consented = s.BooleanField()
    last_assessment_at = s.DateTimeField(allow_null=True)


class AssessmentItemSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    state = s.ChoiceField(choices=STATES)
    created_at = s.DateTimeField()
    exercise = s.CharField(allow_null=True)
    participant = PersonSerializer()
    filename = s.CharField()
    duration_s = s.FloatField(allow_null=True)
    poster_url = s.CharField(allow_null=True)
    count = s.IntegerField(allow_null=True)
    verdicts = s.ListField(child=s.ChoiceField(choices=VERDICTS))
    reviewed_at = s.DateTimeField(allow_null=True)
    reviewer_name = s.CharField(allow_null=True)
    job = JobSerializer(allow_null=True)


class UploadSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    url = s.CharField()
    offset = s.IntegerField()
    size = s.IntegerField(allow_null=True)
    sha256 = s.CharField(allow_null=True)


class ThumbsSerializer(s.Serializer[Any]):
    url = s.CharField()
    columns = s.IntegerField()
    rows = s.IntegerField()
    count = s.IntegerField()
    width_px = s.IntegerField()
    height_px = s.IntegerField()
    interval_s = s.FloatField()


class VideoSerializer(s.Serializer[Any]):
    url = s.CharField()
    poster_url = s.CharField()
    thumbs = ThumbsSerializer()
    width_px = s.IntegerField()
    height_px = s.IntegerField()
    duration_s = s.FloatField()
    fps = s.FloatField()


class ReviewSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    repetition = s.IntegerField(allow_null=True)
    label = s.ChoiceField(choices=LABELS)  # type: ignore[assignment]  # the stubs know a field's own label
    note = s.CharField(allow_blank=True)
    reviewer_name = s.CharField()
    created_at = s.DateTimeField()
    withdrawn_at = s.DateTimeField(allow_null=True)
    left_behind_at = s.DateTimeField(
        allow_null=True, help_text="A newer report has no such repetition."
    )


class ReviewRequestSerializer(s.Serializer[Any]):
    repetition = s.IntegerField(allow_null=True, min_value=1)
    label = s.ChoiceField(choices=LABELS)  # type: ignore[assignment]  # the stubs know a field's own label
    note = s.CharField(allow_blank=True, default="", max_length=2000)


class PersonPlaceSerializer(s.Serializer[Any]):
    x = s.FloatField(min_value=0, max_value=1, help_text="Share of the picture's width.")
    y = s.FloatField(min_value=0, max_value=1, help_text="Share of its height, from the top.")


class MaySerializer(s.Serializer[Any]):
    review = s.BooleanField()
    follow = s.BooleanField()
    cancel = s.BooleanField()
    retry = s.BooleanField()
    download = s.BooleanField()


class AssessmentSerializer(AssessmentItemSerializer):
    upload = UploadSerializer(allow_null=True)
    video = VideoSerializer(allow_null=True)
    report = s.JSONField(allow_null=True)
    reviews = ReviewSerializer(many=True)
    last_event_id = s.IntegerField()
    permissions = MaySerializer()


class LiveEventSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    at = s.DateTimeField()
    kind = s.CharField()
    payload = s.JSONField()


class EventsSerializer(s.Serializer[Any]):
    events = LiveEventSerializer(many=True)
    last_event_id = s.IntegerField()


class LandmarksSerializer(s.Serializer[Any]):
    count = s.IntegerField()
    t_s = s.ListField(child=s.FloatField())
    xy_b64 = s.CharField()
    visibility_b64 = s.CharField()
    flags = s.ListField(child=s.IntegerField())
    curves = s.DictField(child=s.ListField(child=s.FloatField(allow_null=True)))


class PrincipalSerializer(s.Serializer[Any]):
    curve = s.CharField()
    unit = s.CharField()


class CurveSerializer(s.Serializer[Any]):
    name = s.CharField()
    label = s.CharField()  # type: ignore[assignment]  # the stubs know a field's own label
    unit = s.CharField()


class RuleSerializer(s.Serializer[Any]):
    code = s.CharField()
    joint = s.CharField()
    phase = s.CharField()
    views = s.ListField(child=s.CharField(), help_text="From where it can be judged.")


class ExerciseSerializer(s.Serializer[Any]):
    id = s.CharField()
    name = s.CharField()
    aliases = s.ListField(child=s.CharField())
    group = s.ChoiceField(choices=GROUPS)
    view = s.CharField()
    views = s.ListField(child=s.CharField())
    posture = s.ChoiceField(choices=POSTURES)
    start_position = s.CharField()
    hold = s.BooleanField()
    camera_advice = s.CharField()
    principal = PrincipalSerializer()
    curves = CurveSerializer(many=True)
    rules = RuleSerializer(many=True)
