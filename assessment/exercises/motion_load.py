"""Reads and checks the `[motion]` table of an exercise file, field by field."""

from collections.abc import Callable, Mapping
from typing import Any, Never, cast

from assessment.exercises.motion import (
    ARMS,
    FIELDS,
    LEGS,
    PROPS,
    ROOTS,
    SIDES,
    Motion,
    MotionFault,
    MotionSide,
    Pose,
    Sided,
    Timing,
)

__all__ = ["motion_load"]

Refuse = Callable[[str], Never]

_FIELDS = frozenset(
    [
        "sides",
        "root",
        "stand_on",
        "legs",
        "arms",
        "elbows",
        "props",
        "sway",
        "timing",
        "middle_at",
        "start",
        "middle",
        "far",
        "faults",
    ]
)
_FAULT_FIELDS = frozenset(["id", "finding", "start", "middle", "far", "amplitude", "pace", "sway"])
_WORKING = ("working", "other")
_FIXED = ("left", "right")
# Bounds of the plain numbers: shares of a repetition, factors of a pace, factors of a sway.
_LIMITS = {
    "middle_at": (0.1, 0.9),
    "sway": (0.0, 40.0),
    "out": (0.05, 10.0),
    "hold": (0.0, 10.0),
    "back": (0.05, 10.0),
}
# Elbows of planted arms point outwards, down and back unless the file says otherwise.
_ELBOWS = (0.6, -0.3, -0.7)


def motion_load(
    kept: Mapping[str, Any], *, codes: frozenset[str], hold: bool, refuse: Refuse
) -> Motion:
    """The motion of a file whose rules have these codes. `refuse` raises with its sentence."""
    return _Reader(refuse).motion(kept, codes, hold=hold)


class _Reader:
    def __init__(self, refuse: Refuse) -> None:
        self.refuse = refuse

    def motion(self, kept: Any, codes: frozenset[str], *, hold: bool) -> Motion:
        if not isinstance(kept, Mapping):
            self.refuse("`motion` must be a table.")
        self.no_others(kept, _FIELDS, "motion")
        start = self.pose(kept, "start", _neutral(), "motion.start")
        far = self.pose(kept, "far", start, "motion.far")
        middle_at = self.number(kept, "middle_at", 0.5, "motion")
        middle = self.pose(kept, "middle", _between(start, far, middle_at), "motion.middle")
        timing = Timing(out=0.12, hold=0.76, back=0.12) if hold else Timing()
        motion = Motion(
            sides=self.sides(kept),
            root=self.one_of(kept, "root", ROOTS, "feet"),
            stand_on=self.one_of(kept, "stand_on", ("both", *_WORKING), "both"),
            legs=self.modes(kept, "legs", LEGS, "planted"),
            arms=self.modes(kept, "arms", ARMS, "free"),
            elbows=self.elbows(kept),
            props=self.props(kept),
            sway=self.number(kept, "sway", 1.0, "motion"),
            timing=self.timing(kept, timing),
            middle_at=middle_at,
            start=start,
            middle=middle,
            far=far,
            faults=(),
        )
        faults = tuple(self.fault(entry, motion, kept, codes) for entry in kept.get("faults", []))
        if len({fault.id for fault in faults}) != len(faults):
            self.refuse("two entries of `motion.faults` have the same `id`.")
        return Motion(**{**vars(motion), "faults": faults})

    def fault(
        self, entry: Any, motion: Motion, kept: Mapping[str, Any], codes: frozenset[str]
    ) -> MotionFault:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
            self.refuse("each `[[motion.faults]]` needs an `id`.")
        where = f"the fault {entry['id']}"
        self.no_others(entry, _FAULT_FIELDS, where)
        finding = entry.get("finding")
        if finding is not None and finding not in codes:
            self.refuse(f"{where} names the finding {finding!r}, but no rule has that code.")
        if set(entry) <= {"id", "finding"}:
            self.refuse(f"{where} changes nothing; give `far`, `amplitude`, `pace` or the like.")
        start = self.pose(entry, "start", motion.start, where)
        # What a fault changes at the start stays changed at the far point unless that says more.
        moved = {name: start[name] for name in FIELDS if start[name] != motion.start[name]}
        still = {name: moved[name] for name in moved if motion.far[name] == motion.start[name]}
        far = self.pose(entry, "far", {**motion.far, **still}, where)
        # The middle of the file holds; a value that only the fault moves passes half way.
        own = _names(kept.get("middle", {}))
        half = _between(start, far, motion.middle_at)
        base = {n: motion.middle[n] if n in own else half[n] for n in FIELDS}
        return MotionFault(
            id=entry["id"],
            finding=finding,
            start=start,
            middle=self.pose(entry, "middle", base, where),
            far=far,
            amplitude=self.value(
                entry.get("amplitude", 1.0), Sided(1.0, 1.0), f"{where}, `amplitude`", 0.0, 1.3
            ),
            pace=self.pace(entry, where),
            sway=self.number(entry, "sway", 1.0, where),
        )

    def pose(self, kept: Mapping[str, Any], key: str, base: Pose, where: str) -> Pose:
        """The base with what the table `key` says."""
        made = dict(base)
        for part, values in self.table(kept, key, where).items():
            if not isinstance(values, Mapping):
                self.refuse(f"{where}: `{part}` must be a table such as {{ lean = 2 }}.")
            for name, value in values.items():
                field = FIELDS.get(f"{part}.{name}")
                if field is None:
                    self.refuse(f"{where} has the unknown field `{part}.{name}`; see _motion.md.")
                if isinstance(value, Mapping) and not field.sided:
                    self.refuse(f"{where}: `{part}.{name}` has no sides; write one number.")
                made[f"{part}.{name}"] = self.value(
                    value,
                    base[f"{part}.{name}"],
                    f"{where}, `{part}.{name}`",
                    field.low,
                    field.high,
                )
        return made

    def value(self, value: Any, base: Sided, where: str, low: float, high: float) -> Sided:
        """One number for both sides, {working, other} or {left, right}; the rest is the base."""
        if not isinstance(value, Mapping):
            number = self.checked(value, where, low, high)
            return Sided(number, number)
        names = _FIXED if set(value) <= set(_FIXED) else _WORKING
        if not value or not set(value) <= set(names):
            self.refuse(f"{where} takes `working` and `other`, or `left` and `right`.")
        first, second = base.first, base.second
        if names[0] in value:
            first = self.checked(value[names[0]], where, low, high)
        if names[1] in value:
            second = self.checked(value[names[1]], where, low, high)
        return Sided(first, second, fixed=names == _FIXED or base.fixed)

    def checked(self, value: Any, where: str, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(f"{where} must be a number.")
        if not low <= value <= high:
            self.refuse(f"{where} is {value}; it must lie between {low:g} and {high:g}.")
        return float(value)

    def number(self, kept: Mapping[str, Any], key: str, default: float, where: str) -> float:
        low, high = _LIMITS[key]
        return self.checked(kept.get(key, default), f"{where}, `{key}`", low, high)

    def one_of(
        self, kept: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: str
    ) -> str:
        value = kept.get(key, default)
        if value not in allowed:
            self.refuse(f"`motion.{key}` is {value!r}; choose from {', '.join(allowed)}.")
        return cast("str", value)

    def modes(
        self, kept: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: str
    ) -> tuple[str, str]:
        """One word for both sides, or {working, other}."""
        value = kept.get(key, default)
        if not isinstance(value, Mapping):
            word = self.one_of(kept, key, allowed, default)
            return word, word
        self.no_others(value, frozenset(_WORKING), f"motion.{key}")
        working, other = (self.one_of(value, side, allowed, default) for side in _WORKING)
        return working, other

    def sides(self, kept: Mapping[str, Any]) -> tuple[MotionSide, ...]:
        value = kept.get("sides", ["both"])
        if not isinstance(value, list) or not value or not set(value) <= set(SIDES):
            self.refuse(f"`motion.sides` must be a list of {', '.join(SIDES)}.")
        return tuple(value)

    def props(self, kept: Mapping[str, Any]) -> tuple[str, ...]:
        value = kept.get("props", [])
        if not isinstance(value, list) or not set(value) <= set(PROPS):
            self.refuse(f"`motion.props` must be a list of {', '.join(PROPS)}.")
        return tuple(value)

    def elbows(self, kept: Mapping[str, Any]) -> tuple[float, float, float]:
        value = kept.get("elbows", list(_ELBOWS))
        if not isinstance(value, list) or len(value) != 3:
            self.refuse("`motion.elbows` must be [out, up, ahead] in the trunk's axes.")
        out, up, ahead = (self.checked(v, "`motion.elbows`", -1.0, 1.0) for v in value)
        return out, up, ahead

    def timing(self, kept: Mapping[str, Any], default: Timing) -> Timing:
        table = self.table(kept, "timing", "motion")
        self.no_others(table, frozenset(vars(default)), "motion.timing")
        shares = [
            self.number(table, name, value, "motion.timing")
            for name, value in vars(default).items()
        ]
        if abs(sum(shares) - 1.0) > 1e-6:
            self.refuse("`motion.timing`: `out`, `hold` and `back` must sum to 1.")
        return Timing(out=shares[0], hold=shares[1], back=shares[2])

    def pace(self, entry: Mapping[str, Any], where: str) -> Timing:
        table = self.table(entry, "pace", where)
        self.no_others(table, frozenset(("out", "hold", "back")), f"{where}, `pace`")
        out, hold, back = (
            self.number(table, name, 1.0, f"{where}, `pace`") for name in ("out", "hold", "back")
        )
        return Timing(out=out, hold=hold, back=back)

    def table(self, kept: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        value = kept.get(key, {})
        if not isinstance(value, Mapping):
            self.refuse(f"{where}: `{key}` must be a table.")
        return value

    def no_others(self, kept: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
        unknown = sorted(set(kept) - allowed)
        if unknown:
            self.refuse(f"{where} has the unknown field {unknown[0]!r}; see _motion.md.")


def _neutral() -> Pose:
    return {name: Sided(field.neutral, field.neutral) for name, field in FIELDS.items()}


def _between(start: Pose, far: Pose, at: float) -> Pose:
    return {
        name: Sided(
            start[name].first + at * (far[name].first - start[name].first),
            start[name].second + at * (far[name].second - start[name].second),
            fixed=start[name].fixed or far[name].fixed,
        )
        for name in FIELDS
    }


def _names(table: Any) -> set[str]:
    return {f"{part}.{name}" for part, values in table.items() for name in values}
