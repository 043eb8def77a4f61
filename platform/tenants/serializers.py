"""The API's words for people, invitations and devices; shapes only, no decisions."""

from typing import Any

from django.conf import settings
from rest_framework import serializers as s

from tenants.models import Invitation, Organisation
from tenants.permissions import DEVICE_SCOPES, Perm, Role

PEOPLE = [role.value for role in Role if role is not Role.DEVICE]


class StandingSerializer(s.Serializer[Any]):
    org = s.SlugField()
    org_name = s.CharField()
    kind = s.ChoiceField(choices=Organisation.Kind.choices)
    role = s.ChoiceField(choices=PEOPLE)
    membership_id = s.UUIDField()
    permissions = s.ListField(child=s.ChoiceField(choices=[perm.value for perm in Perm]))


class MeSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    email = s.EmailField()
    name = s.CharField()
    locale = s.CharField()
    email_verified = s.BooleanField()
    totp_enabled = s.BooleanField()
    passkey_count = s.IntegerField()
    memberships = StandingSerializer(many=True)


class MeRequestSerializer(s.Serializer[Any]):
    name = s.CharField(max_length=120, required=False)
    locale = s.ChoiceField(choices=[code for code, _ in settings.LANGUAGES], required=False)


class MemberSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    user_id = s.UUIDField()
    name = s.CharField(source="user.name")
    email = s.EmailField(source="user.email")
    role = s.ChoiceField(choices=PEOPLE)
    joined_at = s.DateTimeField(source="created_at")
    expires_at = s.DateTimeField(allow_null=True)
    last_seen_at = s.DateTimeField(allow_null=True)


class MemberFilterSerializer(s.Serializer[Any]):
    role = s.ChoiceField(choices=PEOPLE, default="")
    q = s.CharField(default="", max_length=80)


class MemberRequestSerializer(s.Serializer[Any]):
    role = s.ChoiceField(choices=PEOPLE)


class InvitationSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    email = s.EmailField()
    role = s.ChoiceField(choices=PEOPLE)
    state = s.ChoiceField(choices=Invitation.State.choices)
    sees = s.UUIDField(allow_null=True, help_text="The participant whom a guest may see.")
    guest_until = s.DateTimeField(allow_null=True, help_text="When a guest's access ends.")
    expires_at = s.DateTimeField(help_text="Until when the link opens.")
    created_at = s.DateTimeField()


class InvitationRequestSerializer(s.Serializer[Any]):
    email = s.EmailField()
    role = s.ChoiceField(choices=PEOPLE)
    sees = s.UUIDField(required=False, allow_null=True, default=None)
    expires_at = s.DateTimeField(
        required=False, allow_null=True, default=None, help_text="When a guest's access ends."
    )


class InvitationShownSerializer(s.Serializer[Any]):
    org_name = s.CharField()
    kind = s.ChoiceField(choices=Organisation.Kind.choices)
    role = s.ChoiceField(choices=PEOPLE)
    email = s.EmailField()
    inviter_name = s.CharField()
    expires_at = s.DateTimeField()
    has_account = s.BooleanField()


class AcceptRequestSerializer(s.Serializer[Any]):
    name = s.CharField(max_length=120, required=False, allow_blank=True, default="")
    password = s.CharField(
        max_length=1024,
        required=False,
        allow_blank=True,
        default="",
        write_only=True,
        trim_whitespace=False,
    )


class JoinedSerializer(s.Serializer[Any]):
    org = s.SlugField()


class DeviceSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    name = s.CharField()
    scopes = s.ListField(child=s.ChoiceField(choices=[one.value for one in DEVICE_SCOPES]))
    created_at = s.DateTimeField()
    last_used_at = s.DateTimeField(allow_null=True)
    revoked_at = s.DateTimeField(allow_null=True)


class DeviceMadeSerializer(DeviceSerializer):
    token = s.CharField(help_text="Shown this once; kept as a hash.")


class DeviceRequestSerializer(s.Serializer[Any]):
    name = s.CharField(max_length=80)
    scopes = s.ListField(
        child=s.ChoiceField(choices=[one.value for one in DEVICE_SCOPES]), allow_empty=False
    )
