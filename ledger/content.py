"""What an opened record must say to be of use (docs/formats/bundle.md section 2)."""

import re
import uuid
from dataclasses import dataclass

from ledger.canonical import LedgerError
from ledger.commitments import Opening
from ledger.records import Scalar
from ledger.schema import WrongShape, is_sha256, uuid_

__all__ = ["SHOWN_ALWAYS", "SHOWN_OF_HISTORY", "Content", "ContentRefused", "check_content"]

SHOWN_ALWAYS = frozenset({"/kind", "/at", "/subject/kind", "/subject/id", "/seq"})
SHOWN_OF_HISTORY = SHOWN_ALWAYS | {"/actor/kind", "/actor/id"}
REPORT = "report_recorded"
ACTORS = {"user", "device", "guest", "system"}
_KIND = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", re.ASCII)
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_MODEL = re.compile(r"/report/models/\d+/weights_sha256", re.ASCII)
_DIGESTS = {"/payload/report_sha256", "/payload/video_sha256"}


class ContentRefused(LedgerError):
    """A field that must be open is not, or says what it cannot say."""


@dataclass(frozen=True)
class Content:
    kind: str
    at: str
    subject: tuple[str, uuid.UUID | None]
    seq: int | None
    models: tuple[str, ...]  # sha256 of the weights that are opened


def check_content(
    opening: Opening, models: frozenset[str] | None, *, with_actor: bool = False
) -> Content:
    """The opened fields that every bundle needs, and the weights against `models`, if given.

    Raises ContentRefused, OpeningMismatch.
    """
    for field in opening.fields:
        is_digest = field.name in _DIGESTS or _MODEL.fullmatch(field.name)
        if is_digest and not is_sha256(field.value):
            raise ContentRefused(f"{field.name} is not a sha256.")
    subject_id = _id(opening, "/subject/id")
    found = Content(
        kind=_text(opening, "/kind", _KIND),
        at=_text(opening, "/at", _AT),
        subject=(_text(opening, "/subject/kind", _KIND), subject_id),
        seq=_seq(opening.value("/seq"), has_subject=subject_id is not None),
        models=tuple(str(one.value) for one in opening.fields if _MODEL.fullmatch(one.name)),
    )
    if with_actor:
        _id(opening, "/actor/id")
        if _text(opening, "/actor/kind", _KIND) not in ACTORS:
            raise ContentRefused("/actor/kind is no kind of actor.")
    if models is not None:
        _check_models(found, models)
    return found


def _check_models(found: Content, models: frozenset[str]) -> None:
    if found.kind == REPORT and not found.models:
        raise ContentRefused("The report does not show by which model it was made.")
    if not models.issuperset(found.models):
        raise ContentRefused("The report was made by a model that the trust file does not list.")


def _text(opening: Opening, name: str, form: re.Pattern[str]) -> str:
    value = opening.value(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ContentRefused(f"{name} is not of its form.")
    return value


def _id(opening: Opening, name: str) -> uuid.UUID | None:
    value = opening.value(name)
    try:
        return None if value is None else uuid_(value, name)
    except WrongShape as error:
        raise ContentRefused(f"{name} is neither null nor a UUID.") from error


def _seq(value: Scalar, *, has_subject: bool) -> int | None:
    if not has_subject and value is None:
        return None
    if has_subject and type(value) is int and value >= 1:
        return value
    raise ContentRefused("/seq counts from 1 where there is a subject, and is null elsewhere.")
