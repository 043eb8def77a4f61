"""axe finds nothing to complain about on any page: light and dark, laptop and phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import LAPTOP, PHONE
from tests.e2e.room import ADMIN, LENA, MARA, PHYSIO, TOMAS, Room
from tests.e2e.rooms import ROOMS, Furniture, enter, furnish
from tests.support.house import ROOT, House
from tests.support.pages import Site

pytestmark = pytest.mark.e2e

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ASK = """async () => {
  const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(
    (node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


@pytest.fixture(scope="module")
def furniture(house: House) -> Furniture:
    return furnish(house)


@pytest.mark.parametrize("who", [None, MARA, TOMAS, LENA, PHYSIO, ADMIN])
def test_axe_finds_nothing_in_both_themes_and_sizes(
    house: House,
    furniture: Furniture,
    contexts: Callable[..., BrowserContext],
    who: str | None,
) -> None:
    context = contexts(bypass_csp=True)
    if who is not None:
        door = Site(context, house.url)
        door.open()
        door.sign_in(who, house.password)
        door.page.close()

    found = [
        complaint
        for room in ROOMS
        if room.who == who
        for complaint in complaints_of(Site(context, house.url), room, furniture)
    ]

    assert not found, "\n".join(found)


def complaints_of(site: Site, room: Room, furniture: Furniture) -> list[str]:
    enter(site, room, furniture)
    site.page.add_script_tag(path=AXE)
    found = []
    for size, viewport in (("laptop", LAPTOP), ("phone", PHONE)):
        site.page.set_viewport_size(viewport)
        for theme in ("light", "dark"):
            site.page.emulate_media(color_scheme=theme)
            found += [f"{room.name}, {size}, {theme}: {line}" for line in site.page.evaluate(ASK)]
    if room.leave is not None:
        room.leave(site)
    if room.complains is not None:
        site.forgive(room.complains)
    site.assert_silent()
    site.page.unroute_all(behavior="ignoreErrors")
    site.page.close()
    return [re.sub(r"\s+", " ", line) for line in found]
