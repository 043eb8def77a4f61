"""What an operator runs by hand."""

import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.kinds import Kind
from ledger.checkpoint import checkpoint_parse
from ledger.note import note_parse
from ledger.trust import trust_parse
from ledger.verify import verify
from tests.apps.anchors.conftest import Happened, log_of
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_status_names_each_organisation_and_how_far_it_is(
    clinic: Place, school: Place, happened: Happened
) -> None:
    happened()
    text = said("ledger_status")
    assert clinic.slug in text
    assert school.slug in text
    assert "0, 1 waiting" in said("ledger_status", clinic.slug)


def test_export_writes_a_log_that_a_monitor_can_read_and_a_proof_that_verifies(
    clinic: Place, happened: Happened, tmp_path: Path
) -> None:
    assessment = uuid.uuid4()
    digests = {"report_sha256": "a" * 64, "video_sha256": "b" * 64}
    happened(Kind.REPORT_RECORDED, subject=assessment, payload=digests)
    said("ledger_export", clinic.slug, str(tmp_path), "--assessment", str(assessment))
    trust = trust_parse((tmp_path / "trust.json").read_bytes())
    bundle = (tmp_path / f"{assessment}.bundle.json").read_bytes()
    assert verify(bundle, trust, now_s=2**33).is_ok
    head = checkpoint_parse(note_parse((tmp_path / "log/checkpoint").read_bytes()).text)
    assert (head.origin, head.size) == (log_of(clinic.org).origin, 2)
    assert (tmp_path / "log/tile/0/000.p/2").stat().st_size == 64
    assert (tmp_path / "log/tile/entries/000.p/2").stat().st_size == 2 * 35


def test_export_of_what_is_not_there_is_refused(clinic: Place, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no organisation"):
        said("ledger_export", "nobody", str(tmp_path))
    with pytest.raises(CommandError, match="no report"):
        said("ledger_export", clinic.slug, str(tmp_path), "--assessment", str(uuid.uuid4()))


def test_anchoring_by_hand_without_a_chain_says_so(db: None) -> None:
    with pytest.raises(CommandError, match="No chain is set"):
        said("ledger_anchor")
