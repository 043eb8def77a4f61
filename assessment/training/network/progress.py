"""One line an epoch on standard error, with the time that is left."""

import sys
import time

from assessment.training.network.fit import Epoch
from assessment.training.network.folds import Fold

__all__ = ["Progress"]


class Progress:
    """`epochs`: the most a fold takes; a fold that stops early leaves less to wait for."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._began_s: float | None = None
        self._seen = 0

    def __call__(self, fold: Fold, place: int, folds: int, epoch: Epoch) -> None:
        now_s = time.monotonic()
        left = ""
        if self._began_s is None:
            # The first epoch after a start also warms the machine up: it is no measure.
            self._began_s = now_s
        else:
            self._seen += 1
            most = fold.epochs or self._epochs
            ahead = (folds - place - 1) * self._epochs + most - epoch.number
            left = f", at most {(now_s - self._began_s) / self._seen * ahead / 60:.0f} min left"
        sys.stderr.write(
            f"fold {place + 1} of {folds} ({fold.name}), epoch {epoch.number}: "
            f"loss {epoch.loss:.3f}, inner {epoch.inner_loss:.3f}{left}\n"
        )
        sys.stderr.flush()
