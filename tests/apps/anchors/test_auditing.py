"""A pass over the log finds what somebody with the database's password did, and nothing else."""

import datetime as dt
import random
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from anchors.auditing import Audit, audit
from anchors.keys import subject_forget
from anchors.models import Leaf, Tile
from anchors.policy import policy_of
from anchors.services import log_advance
from audit.kinds import Kind
from base import clock
from ledger.canonical import LedgerError
from ledger.merkle import leaf_hash
from ledger.mirror import Mirror, mirror_read
from results.models import Report
from tenants import services as people
from tenants.permissions import Role
from tests.apps.anchors.conftest import Happened, log_of
from tests.drills.traceability.alterations import BY_CLASS, named_by, rows_of
from tests.factories import results, tenants
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(clinic: Place, happened: Happened, in_scope) -> dict[str, Any]:
    """Two reports, a grant, ten looks, and the log as somebody keeps it."""
    reports = [results.assessed(clinic, clinic.participant) for _ in range(2)]
    with in_scope(clinic.org):
        guest = tenants.membership(clinic.org, Role.GUEST)
        grant = people.grant_give(
            actor=results.actor(clinic, clinic.admin),
            grantee_kind="guest",
            grantee_id=guest.id,
            participant_id=clinic.participant.id,
            until=clock.now() + dt.timedelta(days=3),
            reason="",
        )
        seen = [
            happened(subject=reports[number % 2].id, person=clinic.participant.id)
            for number in range(10)
        ]
        log_advance()
    return {"reports": reports, "grant": grant.id, "seen": seen}


def kept(place: Place, folder: Path) -> Mirror:
    call_command("ledger_export", place.slug, str(folder))
    return mirror_read(folder / "log", policy_of(log_of(place.org)), now_s=2**33)


def audited(place: Place, in_scope, mirror: Mirror | None = None) -> Audit:
    with in_scope(place.org):
        return audit(mirror)


def test_untouched_log_gives_no_alarm(clinic: Place, world, in_scope, tmp_path: Path) -> None:
    found = audited(clinic, in_scope, kept(clinic, tmp_path))
    assert found.alarms == []
    assert found.lines == log_of(clinic.org).size
    assert found.checks > 4 * found.lines


@pytest.mark.parametrize("name", BY_CLASS)
def test_every_class_of_alteration_is_named(
    name: str, clinic: Place, world, in_scope, tmp_path: Path
) -> None:
    mirror = kept(clinic, tmp_path)
    with in_scope(clinic.org):
        if name == "edit score":
            chosen = list(Leaf.objects.filter(shape__isnull=False).values_list("id", flat=True))
        else:
            chosen = [world["grant"]] if name == "change role row" else world["seen"][:2]
        marks = BY_CLASS[name](chosen, random.Random(1))
    named = named_by(audited(clinic, in_scope, mirror).alarms)
    assert marks
    assert all(named & mark for mark in marks)


def test_administrator_who_makes_everything_anew_is_told_by_the_copy_alone(
    clinic: Place, happened: Happened, in_scope, tmp_path: Path
) -> None:
    for _ in range(5):
        happened()
    with in_scope(clinic.org):
        log_advance()
    mirror = kept(clinic, tmp_path)
    with in_scope(clinic.org):
        last = Leaf.objects.order_by("-index")[0]
        rows_of(Leaf).filter(id=last.id).update(entry=b"\1" + bytes(32))
        tile = Tile.objects.get(level=0)
        hashes = bytes(tile.hashes)[:-32] + leaf_hash(b"\1" + bytes(32))
        rows_of(Tile).filter(id=tile.id).update(hashes=hashes)
    sentences = {one.sentence for one in audited(clinic, in_scope, mirror).alarms}
    assert "others keep another line here" in sentences


def test_lines_that_were_cut_off_are_missed(
    clinic: Place, happened: Happened, in_scope, tmp_path: Path
) -> None:
    events = [happened() for _ in range(4)]
    with in_scope(clinic.org):
        log_advance()
    mirror = kept(clinic, tmp_path)
    with in_scope(clinic.org):
        rows_of(Leaf).filter(id=events[-1]).delete()
    alarms = audited(clinic, in_scope, mirror).alarms
    assert ("a line is gone", 3) in {(one.sentence, one.index) for one in alarms}


def test_replaced_report_and_erased_person_give_no_alarm(
    clinic: Place, world, in_scope, happened: Happened
) -> None:
    row = world["reports"][0]
    other = clinic.participants[1]
    with in_scope(clinic.org):
        rows_of(Report).filter(assessment=row).delete()
        happened(Kind.PERSON_CHOSEN, subject=row.id, person=clinic.participant.id)
        happened(person=other.id, subject=uuid.uuid4())
        log_advance()
        subject_forget(other.id)
    assert audited(clinic, in_scope).alarms == []


def test_report_that_is_gone_for_no_reason_is_an_alarm(clinic: Place, world, in_scope) -> None:
    with in_scope(clinic.org):
        rows_of(Report).filter(assessment=world["reports"][0]).delete()
    assert [one.sentence for one in audited(clinic, in_scope).alarms] == [
        "an event is not what was recorded"
    ]


def test_command_says_what_is_wrong_and_fails(
    clinic: Place, world, in_scope, tmp_path: Path, capsys
) -> None:
    kept(clinic, tmp_path)
    call_command("ledger_audit", clinic.slug, "--log", str(tmp_path))
    assert "0 alarms" in capsys.readouterr().out
    with in_scope(clinic.org):
        BY_CLASS["back-date"](world["seen"][:1], random.Random(1))
    with pytest.raises(CommandError, match="1 alarms"):
        call_command("ledger_audit", clinic.slug, "--log", str(tmp_path))
    assert f"{world['seen'][0]} (line" in capsys.readouterr().out


def test_copy_whose_files_are_not_those_of_its_head_is_refused(
    clinic: Place, happened: Happened, in_scope, tmp_path: Path
) -> None:
    happened()
    kept(clinic, tmp_path)
    entries = tmp_path / "log/tile/entries/000.p/1"
    entries.write_bytes(entries.read_bytes()[:-1] + b"\0")
    with pytest.raises(LedgerError, match="do not lead to the root"):
        mirror_read(tmp_path / "log", policy_of(log_of(clinic.org)), now_s=2**33)
    shutil.rmtree(tmp_path / "log")
    with pytest.raises(CommandError, match="No such file"):
        call_command("ledger_audit", clinic.slug, "--log", str(tmp_path))
