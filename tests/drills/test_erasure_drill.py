"""A person whose every word is marked is erased; then the marks are searched for everywhere.

Places: the database (as a backup dumps it, and SQLite's raw files), the file store, mails, the
cache, the broker's folder, all logs, chain, tiles and the exported log.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.support.house import CLIPS, ROOT, SHAPE, House, Person, until

pytestmark = [pytest.mark.drill, pytest.mark.slow]

NAME = "Xanthippe Quillfeather"
MAIL = "canary-quill@riverside.example"
FILE = "canary-quillfeather-knee.mp4"
NOTE = "Quillfeather limps since the fall on ice"
PASSWORD = "plumb-line-4711"
MARKS = ("quillfeather", "canary-quill", "xanthippe", "fall on ice")
JOIN = f"""
from accounts.services import user_create
from audit.records import SYSTEM
from base import scope
from tenants.permissions import Role
from tenants.selectors import organisations
from tenants.services import membership_create
user = user_create(email={MAIL!r}, name={NAME!r}, password={PASSWORD!r})
org = list(organisations("riverside"))[0]
with scope.tenant(org.id):
    membership_create(tenant_id=org.id, user_id=user.id, role=Role.PARTICIPANT, actor=SYSTEM)
"""
SECOND_LOOK = """
import datetime as dt
from base import clock
from results.erasure import erasures_finish
with clock.moved(dt.timedelta(minutes=16)):
    erasures_finish()
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path / "var")
    found.manage("shell", "-c", JOIN)
    found.start()
    yield found
    found.stop(signal.SIGKILL)


def agreed(person: Person) -> Person:
    version = person.get("consent")["document"]["version"]
    answer = person.http.post(f"{person.api}/consent", json={"version": version}, timeout=30)
    assert answer.status_code in {200, 201}, answer.text
    return person


def posted(person: Person, path: str, **body: Any) -> Any:
    answer = person.http.post(f"{person.api}/{path}", json=body, timeout=60)
    assert answer.ok, answer.text
    return answer


def dump(house: House) -> bytes:
    """The database as a backup has it."""
    if SHAPE == "embedded":
        lines = (
            "import sqlite3, sys\nfor line in sqlite3.connect(sys.argv[1]).iterdump(): print(line)"
        )
        words = [sys.executable, "-c", lines, str(house.var / "plumbline.sqlite3")]
        return subprocess.run(words, capture_output=True, check=True).stdout
    env = {**os.environ, "PGPASSWORD": house.env["PLUMBLINE_DB_PASSWORD"]}
    command = shutil.which("pg_dump") or str(
        next(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    )
    # Row-level security holds for a dump too: the crossing is named, as a backup's role names it.
    env["PGOPTIONS"] = "-c app.crossing=on"
    words = [command, "--enable-row-security", "-h", house.env["PLUMBLINE_DB_HOST"]]
    words += ["-p", house.env["PLUMBLINE_DB_PORT"], "-U", house.env["PLUMBLINE_DB_USER"]]
    done = subprocess.run(
        [*words, house.env["PLUMBLINE_DB_NAME"]], env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def objects(house: House) -> dict[str, bytes]:
    """What lies in S3; the files of the embedded shape are in its folder."""
    if SHAPE == "embedded":
        return {}
    s3 = boto3.client(
        "s3",
        endpoint_url=house.env["PLUMBLINE_S3_ENDPOINT"],
        region_name=house.env["PLUMBLINE_S3_REGION"],
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    bucket = house.env["PLUMBLINE_S3_BUCKET"]
    found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return {
        one["Key"]: s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in found
    }


def everything(house: House, export: Path) -> dict[str, bytes]:
    """Every byte that there is of this installation, by place; names of files count as well."""
    found = {"dump": dump(house), **objects(house)}
    for top in (house.var, export):
        found |= {str(path): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    return found


def marked(places: dict[str, bytes], marks: tuple[str, ...]) -> set[tuple[str, str]]:
    return {
        (mark, place)
        for place, content in places.items()
        for mark in marks
        if mark in place.lower() or mark.encode() in content.lower()
    }


def verified(folder: Path, proof: bytes, trust: bytes) -> int:
    (folder / "proof.json").write_bytes(proof)
    (folder / "trust.json").write_bytes(trust)
    words = ["-m", "ledger", "verify", "proof.json", "--trust", "trust.json"]
    env = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    return subprocess.run([sys.executable, *words], cwd=folder, env=env, check=False).returncode


def test_erased_person_is_found_nowhere_and_others_proofs_still_verify(
    house: House, tmp_path: Path
) -> None:
    admin, anna = (house.browser(f"{who}@riverside.example") for who in ("admin", "physio"))
    mara = house.browser("mara@riverside.example")
    quill = agreed(Person(house, MAIL, PASSWORD))
    clip = tmp_path / FILE
    shutil.copy(CLIPS / "tiny_squat.mp4", clip)
    mine, hers = quill.send(clip, "deep_squat"), mara.send(CLIPS / "tiny_squat.mp4", "deep_squat")
    assert quill.ended(mine)["state"] == "done"
    assert mara.ended(hers)["state"] == "done"
    posted(anna, f"assessments/{mine}/reviews", repetition=1, label="correct", note=NOTE)
    posted(quill, f"assessments/{mine}/proof")
    before = posted(mara, f"assessments/{hers}/proof").content
    late = quill.send(clip, "deep_squat")  # a worker is at it, or about to be
    until(lambda: quill.assessment(late)["state"] != "uploading")
    person = next(one for one in admin.get("participants")["results"] if one["name"] == NAME)
    assert marked(everything(house, tmp_path / "none"), MARKS)

    told = posted(admin, f"participants/{person['id']}/erasure", confirm=NAME).json()

    assert (told["counts"]["assessments"], told["counts"]["reviews"]) == (2, 1)
    until(lambda: not house.processes("ffmpeg"))
    after = posted(mara, f"assessments/{hers}/proof").content
    trust = mara.http.get(f"{mara.api}/ledger/trust?anchor=none", timeout=30).content
    house.manage("ledger_export", "riverside", str(tmp_path / "export"), "--anchor", "none")
    house.stop()
    house.manage("shell", "-c", SECOND_LOOK)
    places = everything(house, tmp_path / "export")
    assert marked(places, MARKS) == set()
    numbers = (mine, late, mine.replace("-", ""), late.replace("-", ""))
    assert marked(places, numbers) == set()
    for proof in (before, after):
        assert verified(tmp_path, proof, trust) == 0
    assert json.loads(after)["format"] == "plumbline-bundle/1"
