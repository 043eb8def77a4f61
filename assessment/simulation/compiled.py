"""The one way loops are compiled here. Imports numba: import where frames are drawn."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

__all__ = ["compiled"]

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """Compile on first call, keep the code on disk, release the interpreter while running."""
    jit = njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
    return cast("_Function", jit(function))
