"""Protocols of `train difficulty`: the weights that are shipped, and the paper's ablations."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from safetensors.torch import save

from assessment.core.errors import AssessmentError
from assessment.core.units import JSON
from assessment.scoring.difficulty.recognise import MANIFEST, shipped
from assessment.training.difficulty.learn import Plan, fit
from assessment.training.difficulty.performed import NAMES, Take, takes_train
from assessment.training.difficulty.simulated import TEST_SEEDS, judged, table
from assessment.vision.nets.elements import ElementConfig

__all__ = ["ABLATIONS", "ablations", "made_figures", "ship"]

ROUTINES, STEPS = 240, 900
# Enough to compare, not to ship: all runs alike, one seed.
ABLATION_ROUTINES, ABLATION_STEPS = 120, 80
_ABLATION_TEST = TEST_SEEDS[:8]

_FULL = ElementConfig(classes=len(NAMES) + 1)
ABLATIONS: dict[str, ElementConfig] = {
    "full": _FULL,
    "without multi-scale": replace(_FULL, multi_scale=False),
    "without channel attention": replace(_FULL, channel_attention=False),
    "without spatial attention": replace(_FULL, spatial_attention=False),
    "without CSI": replace(_FULL, csi=False),
    "plain 3D CNN, images only": replace(_FULL, encoder="cnn3d", multi_scale=False, csi=False),
    "ResNet-18, images only": replace(_FULL, encoder="resnet18", multi_scale=False, csi=False),
}


def ship(keep: Path, out: Path, *, seed: int) -> dict[str, JSON]:
    """Writes half-precision weights and their manifest into `out`, and returns the manifest."""
    plan = Plan(config=_FULL, steps=STEPS, seed=seed, file=keep / "ship.pt")
    network = fit(plan, _takes(range(ROUTINES), keep))
    whole = save({name: values.half() for name, values in network.state_dict().items()})
    # Judged as it is shipped.
    network.load_state_dict({name: v.half().float() for name, v in network.state_dict().items()})
    out.mkdir(parents=True, exist_ok=True)
    file = out / "elements.safetensors"
    file.write_bytes(whole)
    digest = hashlib.sha256(whole).hexdigest()
    manifest: dict[str, JSON] = {
        "file": file.name,
        "sha256": digest,
        "bytes": len(whole),
        "experimental": True,
        "kinds": [*NAMES],
        "trained_on": f"{ROUTINES} made routines of 90 s, no recording of a person",
        "steps": STEPS,
        "seed": seed,
        "simulated": table(judged(network, TEST_SEEDS, keep / f"judged-{digest[:12]}")),
    }
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (out / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def made_figures(keep: Path) -> dict[str, JSON]:
    """The shipped weights on the made test set. Raises AssessmentError where none are shipped."""
    kept = shipped()
    if kept is None:
        raise AssessmentError(
            "weights_missing", "There are no weights of the element network; train it first."
        )
    found = judged(kept.network, TEST_SEEDS, keep / f"judged-{kept.sha256[:12]}")
    return {"weights": kept.sha256, "simulated": table(found)}


def ablations(keep: Path, *, only: Sequence[str] = (), seed: int = 0) -> dict[str, JSON]:
    """Each configuration trained alike and judged on the same routines; resumable by run."""
    takes = _takes(range(ABLATION_ROUTINES), keep)
    record: dict[str, JSON] = {}
    for name, config in ABLATIONS.items():
        if only and name not in only:
            continue
        folder = keep / f"ablation-{name.replace(' ', '-').replace(',', '')}-{seed}"
        network = fit(
            Plan(config=config, steps=ABLATION_STEPS, seed=seed, file=folder / "run.pt"), takes
        )
        found = judged(network, _ABLATION_TEST, folder, whole=False)
        record[name] = {
            "parameters": sum(one.numel() for one in network.parameters()),
            **table(found),
        }
    return record


def _takes(seeds: Sequence[int], keep: Path) -> list[Take]:
    return [take for seed in seeds for take in takes_train(seed, keep / "takes")]
