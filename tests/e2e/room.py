"""A page in one state, and the people of the demo places who look at it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Route

from tests.support.pages import Site

MARA = "mara@riverside.example"
TOMAS = "tomas@riverside.example"
PHYSIO = "physio@riverside.example"
ADMIN = "admin@riverside.example"
LENA = "lena@northfield.example"
HOME = "/o/riverside"
SCHOOL = "/o/northfield"


@dataclass(frozen=True)
class Room:
    """A page in one state. `path` may name rows of `Furniture`; `shows` stands on it when it is there."""

    name: str
    path: str
    shows: str
    who: str | None = None
    act: Callable[[Site], None] | None = None
    answers: dict[str, Callable[[Route], None]] = field(default_factory=dict)
    complains: str | None = None  # what the browser says of a refusal that belongs to the state
    leave: Callable[[Site], None] | None = None  # puts away what would show on the next page
