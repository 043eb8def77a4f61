"""From a clip to a file that anybody can check, with nothing but Python and two files."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from anchors import anchoring, places
from anchors.bundles import trust_of
from anchors.errors import NotInLog
from anchors.keys import log_open
from anchors.services import anchors_advance, bundle_of, log_advance
from audit.kinds import Kind
from audit.records import ActorRef
from audit.selectors import events
from audit.services import record
from base import scope
from ledger.bundle import bundle_parse
from results.models import Assessment, Report
from tests.factories import results as make
from tests.factories.tenants import Place

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def chain(settings, tmp_path: Path) -> Iterator[None]:
    settings.LEDGER_CHAIN, settings.VAR = "embedded", tmp_path / "var"
    places._opened.cache_clear()
    anchoring._compared.clear()
    yield
    places._opened.cache_clear()


def exported(place: Place, row: Assessment) -> None:
    with scope.tenant(place.org.id), transaction.atomic():
        record(
            Kind.PROOF_EXPORTED,
            subject=("assessment", row.id),
            actor=ActorRef("user", place.participant.user_id),
            person=row.participant_id,
        )


def report_event(row: Assessment) -> uuid.UUID:
    return events().get(kind=Kind.REPORT_RECORDED, subject_id=row.id).id


def verified(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The verifier in a folder that holds its files and nothing else, away from the product."""
    return subprocess.run(
        [sys.executable, "-m", "ledger", "verify", *words],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "code"), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def files(clinic: Place, tmp_path: Path) -> Path:
    """A folder with a bundle that the product made, its trust file, and the verifier."""
    row = make.assessed(clinic, clinic.participant)
    with scope.tenant(clinic.org.id):
        log_advance()
    anchors_advance(at_once=True)
    exported(clinic, row)
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "code").mkdir()
    (folder / "code" / "ledger").symlink_to(ROOT / "ledger")
    with scope.tenant(clinic.org.id):
        (folder / "report.bundle.json").write_bytes(bundle_of(report_event(row)))
        (folder / "trust.json").write_bytes(trust_of(log_open(), "pinned"))
    return folder


def test_bundle_of_the_product_verifies_with_nothing_but_the_two_files(files: Path) -> None:
    run = verified(files, "report.bundle.json", "--trust", "trust.json")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "anchor" in run.stdout


def test_without_a_trust_file_there_is_no_verdict(files: Path) -> None:
    run = verified(files, "report.bundle.json")
    assert run.returncode == 2
    assert "no trust anchor" in run.stdout + run.stderr


def test_one_changed_letter_is_found(files: Path) -> None:
    path = files / "report.bundle.json"
    path.write_text(path.read_text().replace('"report_recorded"', '"report_retracted"'))
    run = verified(files, "report.bundle.json", "--trust", "trust.json")
    assert run.returncode == 1
    assert "refused at step record" in run.stdout, run.stdout


def test_bundle_opens_the_whole_report_and_its_history(files: Path, clinic: Place) -> None:
    bundle = bundle_parse((files / "report.bundle.json").read_bytes())
    opening = bundle.entry.opening
    with scope.tenant(clinic.org.id):
        report = Report.objects.get()
    assert opening.is_whole
    assert opening.value("/payload/report_sha256") == report.sha256
    kinds = [one.opening.value("/kind") for one in bundle.history]
    assert kinds[-1] == "proof_exported"
    assert bundle.anchor is not None


def test_nothing_is_proved_before_an_export_is_journaled(clinic: Place) -> None:
    row = make.assessed(clinic, clinic.participant)
    with scope.tenant(clinic.org.id), pytest.raises(NotInLog):
        bundle_of(report_event(row))
