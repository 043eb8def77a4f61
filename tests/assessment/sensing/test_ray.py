"""The made room: its Doppler is that of the moving body, and what a radio adds is taken out."""

from dataclasses import replace

import numpy as np
import pytest

from assessment.core.units import F64
from assessment.sensing.picture import lag, picture
from assessment.sensing.processing.doppler import spectrogram
from assessment.sensing.ray import Radio, Room, channel, received
from assessment.sensing.record import CsiRefused

_ROOM = Room(
    transmitter=np.array([3.0, 1.0, 0.0]),
    receivers=np.array([[3.0, 1.0, 0.2], [3.0, 1.0, 0.23]]),
    walls=(),
    reflection=0.0,
    scatter=0.3,
)
_RADIO = Radio(subcarriers=8, loss=0.0, snr_db=60.0)


def _walker(speed: float, seconds: float = 4.0) -> F64:
    """A body of one point that goes along x, towards the radio with a positive speed."""
    frames = np.arange(round(30 * seconds)) / 30.0
    path = np.stack([-2 + speed * frames, np.ones_like(frames), 0 * frames], axis=1)
    return np.repeat(path[:, None], 33, axis=1)


@pytest.mark.parametrize("speed", [0.4, 0.8])
def test_a_body_that_comes_nearer_has_twice_its_speed_as_doppler(speed: float) -> None:
    _, clean = channel(_walker(speed), 30.0, _ROOM, _RADIO)

    spectrum = spectrogram(clean[:, 0].astype(np.complex128), rate_hz=100.0)
    middle = spectrum.power[6:10].mean(axis=0)

    wavelength = 299_792_458.0 / 5.2e9
    assert spectrum.hz[middle.argmax()] == pytest.approx(2 * speed / wavelength, abs=1.0)


def test_walls_add_paths() -> None:
    _, bare = channel(_walker(0.5), 30.0, _ROOM, _RADIO)
    walled = replace(_ROOM, walls=((2, 4.0),), reflection=0.4)
    _, found = channel(_walker(0.5), 30.0, walled, _RADIO)

    assert np.abs(found - bare).mean() > 0.01


def test_gain_and_phase_of_the_packets_do_not_reach_the_picture() -> None:
    times, clean = channel(_walker(0.5), 30.0, _ROOM, _RADIO)
    quiet = replace(_RADIO, snr_db=90.0)

    one, two = (
        picture(received(times, clean, quiet, np.random.default_rng(seed))) for seed in (1, 2)
    )

    moving = one.lines > 4.0
    assert moving.any()
    assert np.abs(one.lines - two.lines)[moving].mean() < 0.02


def test_a_fifth_of_the_packets_may_be_lost() -> None:
    times, clean = channel(_walker(0.5), 30.0, _ROOM, _RADIO)
    random = np.random.default_rng(0)

    whole = received(times, clean, _RADIO, random)
    part = received(times, clean, replace(_RADIO, loss=0.2), random)

    assert len(part.times_s) / len(whole.times_s) == pytest.approx(0.8, abs=0.05)
    assert picture(part).lines[8].argmax() == picture(whole).lines[8].argmax()


def test_noise_has_the_power_that_is_asked() -> None:
    times, clean = channel(_walker(0.1, 20.0), 30.0, _ROOM, _RADIO)
    loud = received(times, clean, replace(_RADIO, snr_db=0.0), np.random.default_rng(0))

    power = (np.abs(loud.csi) ** 2).mean() / (np.abs(clean) ** 2).mean()

    assert power == pytest.approx(2.0, abs=0.1)


def test_one_antenna_is_refused() -> None:
    times, clean = channel(_walker(0.5), 30.0, _ROOM, _RADIO)
    recording = received(times, clean, _RADIO, np.random.default_rng(0))

    with pytest.raises(CsiRefused, match="one antenna"):
        picture(replace(recording, csi=recording.csi[:, :1]))


@pytest.mark.parametrize("late_s", [-1.6, 0.0, 0.4, 2.3])
def test_the_lag_of_two_motion_energies_is_found(late_s: float) -> None:
    random = np.random.default_rng(3)
    clock = np.arange(0.0, 60.0, 0.25)
    bursts = random.uniform(0, 60, 20)

    def shown(shift: float) -> F64:
        bumps = np.exp(-(((clock[:, None] - bursts - shift) / 0.6) ** 2))
        return np.asarray(0.05 + bumps.sum(axis=1))

    seconds, alike = lag(shown(0.0), shown(late_s))

    assert seconds == pytest.approx(late_s, abs=0.1)
    assert alike > 0.9
