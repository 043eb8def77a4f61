"""A tenant's log, its keys, and where it was anchored (docs/formats/leaf.md, checkpoint.md).

The journal (audit.Event) stays the one record of what happened. Here stands what makes it provable:
33 bytes an event, the tree above them, signed heads, and the outbox of the chain.
"""

from django.db import models

from base.models import TenantModel
from ledger.chain.outbox import State


class Log(TenantModel):
    """One per tenant. Its row is the lock of its sequencer."""

    origin = models.CharField(max_length=120, unique=True)
    public_id = models.BinaryField(max_length=32)  # random; the tenant in leaves and on the chain
    verifier = models.CharField(max_length=255)  # public key in its text form
    sealed_key = models.TextField()
    size = models.BigIntegerField(default=0)
    epoch = models.BigIntegerField(default=0)  # of the anchor contract
    trouble = models.TextField(default="")  # why nothing is signed; empty while all is well
    witnesses = models.JSONField(default=dict)  # name -> {"size", "at", "trouble"}
    chain = models.JSONField(default=dict)  # anchors.places.ChainPlace, once it is there

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="anchors_log_one")]

    @property
    def contract(self) -> bytes:
        """Address of the contract that knows this tenant; empty while there is none."""
        return bytes.fromhex(self.chain.get("contract", ""))


class SubjectKey(TenantModel):
    """The key under which records about one person are sealed; `person` None: the tenant's own.

    Erasing empties `sealed_key`; the row stays as a mark, so that no new key is made.
    """

    person = models.UUIDField(null=True)  # the participant's membership
    sealed_key = models.TextField()
    erased_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person"], name="anchors_key_of_person"),
            models.UniqueConstraint(
                fields=["tenant"],
                condition=models.Q(person__isnull=True),
                name="anchors_key_of_tenant",
            ),
        ]


class Waiting(TenantModel):
    """An event that is no leaf yet; written in the event's own transaction.

    The database numbers these rows, so that two events of which one was committed before the other
    began keep their order whatever the clocks of two machines say.
    """

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]
    event_id = models.UUIDField(unique=True)
    # What the record holds beside its row, as it was at the event (anchors.sources): a report may
    # be replaced before the sequencer comes.
    extra = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "id"], name="anchors_waiting_order")]


class Leaf(TenantModel):
    """One entry of the log. `id` is the event's, so an event is a leaf once at most."""

    index = models.BigIntegerField()
    entry = models.BinaryField(max_length=33)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField(null=True)
    seq = models.BigIntegerField(null=True)  # 1, 2, 3 ... within the subject
    # How the record was taken apart, where it holds more than the journal's row (anchors.openings):
    # a report may be replaced, and the history must still open.
    shape = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "index"], name="anchors_leaf_place"),
            models.UniqueConstraint(
                fields=["tenant", "subject_id", "subject_kind", "seq"],
                condition=models.Q(subject_id__isnull=False),
                name="anchors_leaf_seq",
            ),
        ]


class Tile(TenantModel):
    """Hashes of complete subtrees, 256 to a row, as tlog-tiles serves them; the last one grows."""

    level = models.PositiveSmallIntegerField()
    n = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "level", "n"], name="anchors_tile_place")
        ]


class Checkpoint(TenantModel):
    """A head that the log signed: kept before anybody sees it, one for each size."""

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()  # signatures and cosignatures included
    is_cosigned = models.BooleanField(default=False)  # by as many witnesses as are asked for

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "size"], name="anchors_checkpoint_size")
        ]


class Anchoring(TenantModel):
    """The outbox: one anchor on its way to the chain (ledger.chain.outbox.Entry)."""

    sender = models.BinaryField(max_length=20)
    chain_id = models.BigIntegerField()
    contract = models.BinaryField(max_length=20)
    epoch = models.BigIntegerField()
    old_size = models.BigIntegerField()
    new_size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    proof = models.JSONField(default=list)  # hashes in hex
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in State])
    versions = models.JSONField(default=list)  # [{"hash", "raw", "nonce", "max_wei", ...}]
    sent_at_s = models.FloatField(default=0.0)
    tx_hash = models.BinaryField(max_length=32, default=bytes)
    block_number = models.BigIntegerField(default=0)
    block_hash = models.BinaryField(max_length=32, default=bytes)
    block_time = models.BigIntegerField(default=0)  # POSIX seconds
    gas_used = models.BigIntegerField(default=0)
    reason = models.TextField(default="")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "contract", "epoch", "old_size", "new_size", "root"],
                name="anchors_anchoring_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "created_at"], name="anchors_anchoring_state"),
        ]
