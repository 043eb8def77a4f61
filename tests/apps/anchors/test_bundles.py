"""What a bundle holds of a history, and what it refuses to hold."""

import json
import time
import uuid

import pytest

from anchors import sources
from anchors.bundles import trust_of
from anchors.errors import NotInLog, NotProvable, PersonErased
from anchors.keys import log_open
from anchors.models import Waiting
from anchors.services import bundle_of, subject_forget
from audit.kinds import Kind
from ledger.bundle import bundle_parse
from ledger.trust import trust_parse
from ledger.verify import verify
from tests.apps.anchors.conftest import Happened
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report(monkeypatch) -> dict:
    """The report that stands now of every assessment; a test may change it."""
    body = {"video": {"fps": 25.0}, "models": [{"name": "pose", "weights_sha256": "a" * 64}]}
    monkeypatch.setitem(sources._SOURCES, Kind.REPORT_RECORDED, lambda _: {"report": body})
    return body


@pytest.fixture
def subject() -> uuid.UUID:
    return uuid.uuid4()


def checked(data: bytes) -> list[str]:
    """Steps that passed; all of them, or the test fails."""
    trust = trust_parse(trust_of(log_open(), "none"))
    verdict = verify(data, trust, now_s=int(time.time()))
    assert verdict.is_ok, verdict.steps[-1].sentence
    return [step.name for step in verdict.steps]


def test_history_is_whole_and_ends_with_the_export(
    clinic: Place, happened: Happened, in_scope, report, subject
) -> None:
    with in_scope(clinic.org):
        event = happened(Kind.REPORT_RECORDED, subject=subject, person=clinic.participant.id)
        happened(Kind.REPORT_SEEN, subject=subject, person=clinic.participant.id)
        happened(Kind.REPORT_SEEN, subject=uuid.uuid4())
        happened(Kind.PROOF_EXPORTED, subject=subject, person=clinic.participant.id)
        happened(Kind.REPORT_SEEN, subject=subject, person=clinic.participant.id)
        data = bundle_of(event)
        assert "history" in checked(data)
    bundle = bundle_parse(data)
    assert [one.opening.value("/kind") for one in bundle.history] == [
        "report_seen",
        "proof_exported",
    ]
    assert bundle.entry.opening.value("/report/video/fps") == "25"
    assert bundle.anchor is None


def test_report_that_was_replaced_opens_in_the_history_and_can_no_more_be_exported(
    clinic: Place, happened: Happened, in_scope, report, subject
) -> None:
    with in_scope(clinic.org):
        first = happened(Kind.REPORT_RECORDED, subject=subject)
        happened(Kind.PROOF_EXPORTED, subject=subject)
        bundle_of(first)
        report["video"] = {"fps": 30.0}
        second = happened(Kind.REPORT_RECORDED, subject=subject)
        happened(Kind.PROOF_EXPORTED, subject=subject)
        data = bundle_of(second)
        checked(data)
        with pytest.raises(NotProvable):
            bundle_of(first)
    assert [one.index for one in bundle_parse(data).history] == [0, 1, 3]


def test_report_replaced_before_its_leaf_is_made_is_committed_as_it_was_recorded(
    clinic: Place, happened: Happened, in_scope, monkeypatch, subject
) -> None:
    kept = {digest * 64: {"fps": fps} for digest, fps in (("a", 25), ("b", 30))}
    monkeypatch.setitem(
        sources._SOURCES,
        Kind.REPORT_RECORDED,
        lambda row: {"report": kept.get(json.loads(row.payload)["report_sha256"], {})},
    )
    with in_scope(clinic.org):
        first, second = (
            happened(Kind.REPORT_RECORDED, subject=subject, payload={"report_sha256": digest})
            for digest in list(kept)
        )
        replaced = kept.pop("a" * 64)
        happened(Kind.PROOF_EXPORTED, subject=subject)
        assert [one.index for one in bundle_parse(bundle_of(second)).history] == [0, 2]
        kept["a" * 64] = replaced
        data = bundle_of(first)
        checked(data)
        assert Waiting.objects.count() == 0
    assert bundle_parse(data).entry.opening.value("/report/fps") == 25


def test_record_about_nobody_comes_without_history(
    clinic: Place, happened: Happened, in_scope
) -> None:
    with in_scope(clinic.org):
        event = happened(Kind.SUBJECT_ERASED)
        data = bundle_of(event)
        checked(data)
    assert bundle_parse(data).history == ()


def test_event_without_an_export_after_it_has_no_bundle(
    clinic: Place, happened: Happened, in_scope, subject
) -> None:
    with in_scope(clinic.org):
        happened(Kind.PROOF_EXPORTED, subject=subject)
        event = happened(Kind.REPORT_SEEN, subject=subject)
        with pytest.raises(NotInLog):
            bundle_of(event)
        with pytest.raises(NotInLog):
            bundle_of(uuid.uuid4())


def test_nothing_about_an_erased_person_is_proved_any_more(
    clinic: Place, happened: Happened, in_scope, subject
) -> None:
    person = clinic.participant.id
    with in_scope(clinic.org):
        event = happened(Kind.REPORT_SEEN, subject=subject, person=person)
        happened(Kind.PROOF_EXPORTED, subject=subject, person=person)
        bundle_of(event)
        subject_forget(person)
        with pytest.raises(PersonErased):
            bundle_of(event)


def test_trust_file_without_anchors_names_no_chain(
    clinic: Place, happened: Happened, in_scope
) -> None:
    with in_scope(clinic.org):
        trust = trust_parse(trust_of(log_open(), "pinned"))
    assert trust.chain is None
    assert trust.policy.quorum == "none"
