"""Sentences for what was found: a plain one for a patient, one with figures for a clinician."""

from dataclasses import dataclass

from assessment.scoring.technique.channels import Channel

__all__ = ["SAID", "Said", "clinician_sentence", "patient_sentence"]

_TURNED = ("turned more to the other side", "turned more to the working side")
_TILTED = ("lower on the working side", "higher on the working side")
_ASIDE = ("more towards the other side", "more towards the working side")
# Of each channel with a unit: what it is, and what a larger and a smaller value look like.
SAID: dict[str, tuple[str, str, str]] = {
    "knee": ("knee angle", "straighter", "more bent"),
    "hip": ("hip angle", "more open", "more bent"),
    "ankle": ("ankle angle", "more pointed", "more bent"),
    "knee_out": ("knee off the line from hip to ankle", "further out", "further in"),
    "knee_ahead": ("knee ahead of the line from hip to ankle", "further forward", "further back"),
    "ankle_height": ("ankle height", "higher", "lower"),
    "elbow": ("elbow angle", "straighter", "more bent"),
    "shoulder": ("angle of upper arm to trunk", "further from the trunk", "closer to the trunk"),
    "shoulder_raised": ("shoulder height above the neck point", "more raised", "lower"),
    "shoulder_forward": ("shoulder ahead of the neck point", "further forward", "further back"),
    "wrist_height": ("wrist height", "higher", "lower"),
    "trunk_lean_ahead": ("forward lean of the trunk", "further forward", "further back"),
    "trunk_lean_aside": ("sideways lean of the trunk", *_ASIDE),
    "shoulder_tilt": ("tilt of the shoulder line", *_TILTED),
    "trunk_twist": ("turn of shoulders against hips", *_TURNED),
    "shoulder_turn": ("turn of the shoulder line", *_TURNED),
    "pelvis_tilt": ("tilt of the pelvis", *_TILTED),
    "pelvis_turn": ("turn of the pelvis", *_TURNED),
    "pelvis_height": ("height of the pelvis", "higher", "lower"),
    "pelvis_aside": ("sideways shift of the pelvis", *_ASIDE),
    "pelvis_ahead": ("forward shift of the pelvis", "further forward", "further back"),
    "stance_wide": ("width of the stance", "wider", "narrower"),
    "stance_long": ("length of the stance", "other foot more ahead", "working foot more ahead"),
    "shoulders_wide": ("width of the shoulders in the picture", "wider", "narrower"),
    "hips_wide": ("width of the hips in the picture", "wider", "narrower"),
    "head_aside": ("head sideways of the neck", *_ASIDE),
    "head_ahead": ("head ahead of the neck", "further forward", "further back"),
}  # fmt: skip
_WHEN = {
    "start": "at the start", "far": "at the far point", "end": "at the end",
    "min": "where it is smallest", "max": "where it is largest", "range": "over the repetition",
}  # fmt: skip
_SIDE = {"working": "of the working side", "other": "of the other side", "middle": ""}
_UNIT = {"deg": "deg", "body": "% of trunk and leg"}
_SCALE = {"deg": 1.0, "body": 100.0}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A figure of a channel against the band from `low` to `high`, in the channel's unit."""

    channel: Channel
    stat: str
    measured: float
    low: float
    high: float

    @property
    def where(self) -> str:
        what = SAID[self.channel.name][0]
        return " ".join(part for part in (what, _SIDE[self.channel.side]) if part)


def patient_sentence(said: Said) -> str:
    """What differs, and in which direction, without figures."""
    _, larger, smaller = SAID[said.channel.name]
    more = said.measured > (said.low + said.high) / 2
    if said.stat == "range":
        return f"Look at the {said.where}: it moves {'more' if more else 'less'} than usual."
    way = larger if more else smaller
    return f"Look at the {said.where}: {_WHEN[said.stat]} it is {way} than usual."


def clinician_sentence(said: Said) -> str:
    """The figure and the band of correct repetitions."""
    factor, unit = _SCALE[said.channel.unit], _UNIT[said.channel.unit]
    places = 0 if said.channel.unit == "deg" else 1
    low = max(said.low, 0.0) if said.stat == "range" else said.low
    found, least, most = (f"{factor * one:.{places}f}" for one in (said.measured, low, said.high))
    head = f"range of {said.where}" if said.stat == "range" else said.where
    when = _WHEN[said.stat]
    return f"{head[0].upper()}{head[1:]} {when}: {found} {unit} (usual {least} to {most})."
