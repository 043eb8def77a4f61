"""Named configurations of the technique network: one TOML file each, no value elsewhere."""

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assessment.core.errors import AssessmentError
from assessment.vision.nets.descriptors import CHANNELS, Descriptor

__all__ = ["CONFIGS", "NetworkConfig", "TrainingConfig", "config_load"]

Encoder = Literal["linear", "resnet18", "resnet50", "statistics"]
Temporal = Literal["transformer", "lstm", "mean"]
Comparison = Literal["none", "siamese"]

_FOLDER = Path(__file__).parent / "configs"
CONFIGS: tuple[str, ...] = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """`patience`: epochs without a better inner loss before the end. See configs/_fields.md."""

    epochs: int
    patience: int
    cells: int
    persons: int
    repetitions: int
    learning_rate: float
    weight_decay: float
    label_smoothing: float
    turn_deg: float
    tilt_deg: float
    joint_offset: float


@dataclass(frozen=True, kw_only=True)
class NetworkConfig:
    """What each field means: configs/_fields.md."""

    name: str
    encoder: Encoder
    temporal: Temporal
    comparison: Comparison
    descriptors: tuple[Descriptor, ...]
    frames: int
    window: int
    stride: int
    width: int
    heads: int
    layers: int
    dropout: float
    training: TrainingConfig

    def __post_init__(self) -> None:
        if not 0 < self.window <= self.frames or self.stride < 1:
            raise self._invalid("window and stride must fit the frames")
        if self.width % self.heads:
            raise self._invalid("width must be a multiple of heads")
        if "coordinates" not in self.descriptors or set(self.descriptors) - set(CHANNELS):
            raise self._invalid(f"descriptors are coordinates, and of {', '.join(CHANNELS)}")
        chosen = ((self.encoder, Encoder), (self.temporal, Temporal), (self.comparison, Comparison))
        for value, kinds in chosen:
            if value not in get_args(kinds):
                raise self._invalid(f"{value} is not one of {', '.join(get_args(kinds))}")

    @property
    def windows(self) -> int:
        return 1 + (self.frames - self.window) // self.stride

    def _invalid(self, reason: str) -> AssessmentError:
        return AssessmentError(
            "config_invalid", f"The configuration {self.name} is wrong: {reason}."
        )


def config_load(name: str) -> NetworkConfig:
    """A configuration by its name. Raises AssessmentError when there is none."""
    if name not in CONFIGS:
        raise AssessmentError(
            "config_unknown",
            f"There is no configuration {name}. Choose one of {', '.join(CONFIGS)}.",
        )
    return _read(name, tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def _read(name: str, kept: dict[str, Any]) -> NetworkConfig:
    training = kept.pop("training", {})
    wanted = {field.name for field in dataclasses.fields(NetworkConfig)} - {"name", "training"}
    asked = {field.name for field in dataclasses.fields(TrainingConfig)}
    if set(kept) != wanted or set(training) != asked:
        wrong = sorted(set(kept) ^ wanted | set(training) ^ asked)
        raise AssessmentError(
            "config_invalid",
            f"The configuration {name} lacks or does not know {', '.join(wrong)}.",
        )
    kept["descriptors"] = tuple(kept["descriptors"])
    return NetworkConfig(name=name, training=TrainingConfig(**training), **kept)
