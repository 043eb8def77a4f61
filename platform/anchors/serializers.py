"""The API's words for the ledger; shapes only, no decisions."""

from typing import Any, get_args

from rest_framework import serializers as s

from anchors.records import State
from audit.serializers import JournalActorSerializer

STATES = get_args(State)
CHAIN_KINDS = ("embedded", "node", "none")
CHAIN_ROLES = ("admin", "device", "guest")
DEMANDS = ("none", "claimed", "pinned")


class LedgerHeadSerializer(s.Serializer[Any]):
    size = s.IntegerField()
    root = s.CharField(help_text="base64")  # type: ignore[assignment]
    at = s.DateTimeField()
    cosigned_by = s.ListField(child=s.CharField())


class AnchoredSerializer(s.Serializer[Any]):
    size = s.IntegerField()
    epoch = s.IntegerField()
    root = s.CharField(help_text="0x and hex")  # type: ignore[assignment]
    tx_hash = s.CharField()
    block_number = s.IntegerField()
    block_time = s.DateTimeField()


class AnchoringSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    state = s.CharField(help_text="docs/formats/anchor.md")
    old_size = s.IntegerField()
    new_size = s.IntegerField()
    reason = s.CharField(allow_blank=True)
    planned_at = s.DateTimeField()


class GasSerializer(s.Serializer[Any]):
    spent = s.IntegerField()
    per_session = s.FloatField(allow_null=True, help_text="By assessments that are anchored.")


class ChainPlaceSerializer(s.Serializer[Any]):
    kind = s.ChoiceField(choices=CHAIN_KINDS)
    chain_id = s.IntegerField(allow_null=True)
    contract = s.CharField(allow_null=True)


class WitnessSerializer(s.Serializer[Any]):
    name = s.CharField()
    url = s.CharField(allow_blank=True)
    size = s.IntegerField(allow_null=True)
    at = s.DateTimeField(allow_null=True)
    trouble = s.CharField(allow_blank=True)


class LedgerStatusSerializer(s.Serializer[Any]):
    origin = s.CharField()
    tenant = s.CharField(help_text="0x and 64 hex digits: the tenant in leaves and on the chain.")
    size = s.IntegerField()
    waiting = s.IntegerField(help_text="Events that are no leaves yet.")
    head = LedgerHeadSerializer(allow_null=True)
    anchored = AnchoredSerializer(allow_null=True)
    anchorings = AnchoringSerializer(many=True, help_text="On their way, or refused.")
    gas = GasSerializer()
    chain = ChainPlaceSerializer()
    witnesses = WitnessSerializer(many=True)
    quorum = s.IntegerField(help_text="How many witnesses are enough; 0: nobody is asked.")
    trouble = s.CharField(allow_blank=True, help_text="Why nothing is signed, and what to do.")


class JournalSubjectSerializer(s.Serializer[Any]):
    kind = s.CharField()
    id = s.UUIDField(allow_null=True)


class LedgerEntrySerializer(s.Serializer[Any]):
    index = s.IntegerField(allow_null=True)
    event = s.UUIDField()
    kind = s.CharField()
    at = s.DateTimeField()
    actor = JournalActorSerializer()
    subject = JournalSubjectSerializer()
    seq = s.IntegerField(allow_null=True)
    state = s.ChoiceField(choices=STATES)
    leaf = s.CharField(allow_null=True, help_text="The leaf's hash in hex.")
    erased = s.BooleanField()


class LedgerEntryPageSerializer(s.Serializer[Any]):
    results = LedgerEntrySerializer(many=True)
    next = s.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class LedgerRoleSerializer(s.Serializer[Any]):
    role = s.ChoiceField(choices=CHAIN_ROLES)
    address = s.CharField()
    until = s.DateTimeField(allow_null=True)


class LedgerKeysSerializer(s.Serializer[Any]):
    log = s.CharField()
    witnesses = s.ListField(child=s.CharField())
    quorum = s.IntegerField()
    policy = s.CharField()
    tenant = s.CharField()
    chain = ChainPlaceSerializer(allow_null=True)
    sender = s.CharField(allow_null=True, help_text="The account that sends anchors.")
    roles = LedgerRoleSerializer(many=True)


class LedgerFilterSerializer(s.Serializer[Any]):
    kind = s.CharField(default="", help_text="Name of a kind of event, such as report_seen.")
    state = s.ChoiceField(choices=STATES, default="", allow_blank=True)
    actor = s.UUIDField(default=None)
    subject = s.UUIDField(default=None)
    # `from` is a word of Python, so the fields are put in below.
    cursor = s.UUIDField(default=None)
    limit = s.IntegerField(default=50, min_value=1, max_value=200)

    def get_fields(self) -> dict[str, s.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["from"] = s.DateTimeField(default=None)
        fields["to"] = s.DateTimeField(default=None, help_text="Exclusive.")
        return fields


class TrustQuerySerializer(s.Serializer[Any]):
    anchor = s.ChoiceField(
        choices=DEMANDS,
        default="none",
        help_text=(
            "What the file demands of a bundle's anchor: nothing, that it names this chain, or "
            "that it is one of those that stand there now. A bundle of the last minutes has none."
        ),
    )
