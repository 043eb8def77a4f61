"""64 devices append at once for 10 tenants, while two sequencers run: nothing lost, nothing twice."""

import itertools
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from anchors.models import Checkpoint, Leaf
from anchors.services import checkpoint_now, log_advance, sequence, tenants_due
from anchors.store import entries_read
from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record
from base import scope
from ledger.merkle import leaf_hash, verify_consistency
from ledger.tree import MemoryTree
from tenants.models import Organisation
from tests.factories import tenants

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

DEVICES, TENANTS, EVENTS = 64, 10, 20


def run_all(works: list[Callable[[], None]]) -> list[BaseException]:
    """Each in a thread of its own, with a database connection of its own; what was raised."""
    broken: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- a drill wants to see every one
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


class Device:
    """Sends `EVENTS` events one after the other; knows which were acknowledged."""

    def __init__(self, org: Organisation) -> None:
        self.org, self.id = org, uuid.uuid4()
        self.acknowledged: list[uuid.UUID] = []

    def __call__(self) -> None:
        for number in range(EVENTS):
            with scope.tenant(self.org.id), transaction.atomic():
                event = record(
                    Kind.UPLOAD_FINISHED,
                    subject=("device", self.id),
                    actor=ActorRef("device", self.id),
                    person=None,
                    payload={"number": number},
                )
            self.acknowledged.append(event.id)
            connection.close()  # a device's next request may meet another one


def sequencer(stop: threading.Event) -> Callable[[], None]:
    def work() -> None:
        while not stop.wait(0.05):
            for tenant_id in tenants_due():
                with scope.tenant(tenant_id):
                    log_advance()

    return work


def test_nothing_is_lost_or_repeated_and_every_head_follows_the_one_before() -> None:
    orgs = [tenants.organisation() for _ in range(TENANTS)]
    devices = [Device(orgs[number % TENANTS]) for number in range(DEVICES)]
    stop = threading.Event()
    sequencers = threading.Thread(
        target=lambda: broken.extend(run_all([sequencer(stop), sequencer(stop)]))
    )
    broken: list[BaseException] = []
    sequencers.start()
    broken += run_all(list(devices))
    stop.set()
    sequencers.join()
    assert broken == []
    for org in orgs:
        mine = [device for device in devices if device.org is org]
        with scope.tenant(org.id):
            sequence()
            checkpoint_now()
            check_leaves(mine)
            check_heads()


def check_leaves(devices: list[Device]) -> None:
    """Leaves are the acknowledged events, each once, each device's in its own order."""
    places = dict(Leaf.objects.values_list("id", "index"))
    sent = {event for device in devices for event in device.acknowledged}
    assert set(places) == sent
    assert len(sent) == EVENTS * len(devices)
    assert sorted(places.values()) == list(range(len(sent)))
    for device in devices:
        mine = [places[event] for event in device.acknowledged]
        assert mine == sorted(mine)


def check_heads() -> None:
    """All heads are of one history, rebuilt from nothing but the entries."""
    heads = list(Checkpoint.objects.order_by("size"))
    tree = MemoryTree(leaf_hash(entry) for entry in entries_read(0, heads[-1].size))
    assert [bytes(head.root) for head in heads] == [tree.root(head.size) for head in heads]
    for old, new in itertools.pairwise(heads):
        verify_consistency(
            old.size,
            new.size,
            bytes(old.root),
            bytes(new.root),
            tree.consistency(old.size, new.size),
        )
