import pytest
from pytest_django import Settings

from base.errors import SealBroken
from base.sealing import Use, seal, unseal

USE = Use.SUBJECT_KEY


def test_sealed_text_opens_to_the_same_text() -> None:
    assert unseal(seal("JBSWY3DPEHPK3PXP", USE), USE) == "JBSWY3DPEHPK3PXP"


def test_same_text_seals_differently_each_time() -> None:
    assert seal("text", USE) != seal("text", USE)


@pytest.mark.parametrize("index", [3, 12, 25, -3])
def test_changed_text_does_not_open(index: int) -> None:
    sealed = list(seal("JBSWY3DPEHPK3PXP", USE))
    sealed[index] = "A" if sealed[index] != "A" else "B"

    with pytest.raises(SealBroken):
        unseal("".join(sealed), USE)


@pytest.mark.parametrize("text", ["JBSWY3DPEHPK3PXP", "", "v2.AAAA", "v1.", "v1.!!!", "v1.AAAA"])
def test_text_that_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(SealBroken):
        unseal(text, USE)


def test_rotated_key_opens_as_long_as_it_is_a_fallback(settings: Settings) -> None:
    sealed = seal("text", USE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"
    assert unseal(sealed, USE) == "text"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SealBroken):
        unseal(sealed, USE)


def test_what_is_sealed_for_one_use_does_not_open_for_another() -> None:
    sealed = seal("text", Use.LOG_KEY)
    with pytest.raises(SealBroken):
        unseal(sealed, Use.SUBJECT_KEY)
