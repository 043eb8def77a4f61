"""Filters and measures: what the radio adds must not change them, what moves must."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.sensing.processing.channels import (
    amplitude_shape,
    carriers_with_energy,
    conjugate_ratio,
    cross_phase,
)
from assessment.sensing.processing.clock import clock_even, gaps_marked, resampled
from assessment.sensing.processing.doppler import spectrogram
from assessment.sensing.processing.filters import hampel, low_passed
from assessment.sensing.processing.motion import motion_energy, motion_signals
from assessment.sensing.readers import csi_read
from assessment.sensing.record import C64, CsiRefused
from tests.assessment.sensing.recordings import VECTORS, changed, walking


@given(seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_gain_and_phase_of_each_packet_change_nothing(seed: int) -> None:
    recording = walking(seed=seed)
    rng = np.random.default_rng(seed)
    packets = len(recording.csi)
    common = rng.uniform(0.2, 5, packets) * np.exp(2j * np.pi * rng.uniform(size=packets))
    other = changed(recording, csi=recording.csi * common[:, None, None])

    for measure in (amplitude_shape, conjugate_ratio, cross_phase):
        assert np.allclose(measure(other.csi), measure(recording.csi), atol=2e-3)
    first, second = motion_signals(recording, rate_hz=50), motion_signals(other, rate_hz=50)
    assert np.allclose(first.amplitude, second.amplitude, atol=2e-3)
    assert first.phase is not None
    assert second.phase is not None
    assert np.allclose(first.phase, second.phase, atol=2e-3)


@given(seed=st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_a_fifth_of_the_packets_lost_leaves_the_motion_where_it_was(seed: int) -> None:
    recording = walking(seed=seed, rate_hz=200)
    kept = np.random.default_rng(seed).uniform(size=len(recording.csi)) > 0.2
    kept[0] = kept[-1] = True
    lossy = changed(
        recording,
        times_s=recording.times_s[kept],
        csi=recording.csi[kept],
        rssi=recording.rssi[kept],
        agc=recording.agc[kept],
    )

    times, whole = motion_energy(motion_signals(recording, rate_hz=100))
    _, found = motion_energy(motion_signals(lossy, rate_hz=100))

    moving = (times > 2.5) & (times < 3.5)
    still = (times < 1.4) | (times > 4.6)
    for energy in (whole, found):
        assert energy[moving].min() > 20 * max(energy[still].max(), 0.1)


def test_doppler_of_the_conjugate_ratio_is_the_path_s_speed_with_its_sign() -> None:
    recording = walking(seed=1)
    ratio = conjugate_ratio(recording.csi, reference=0)

    spectrum = spectrogram(ratio.reshape(len(ratio), -1), rate_hz=50)

    at = int(np.argmin(np.abs(spectrum.times_s - 3.0)))
    assert spectrum.hz[spectrum.power[at].argmax()] == pytest.approx(-1 / 0.0577, abs=0.5)


def test_still_rooms_have_no_motion() -> None:
    still = walking(seed=2)
    first: C64 = still.csi[:1]
    still = changed(still, csi=np.repeat(first, len(still.csi), axis=0))

    _, energy = motion_energy(motion_signals(still, rate_hz=50))

    assert energy.max() == pytest.approx(0, abs=1e-3)


def test_hampel_takes_out_one_outlier_and_nothing_else() -> None:
    values = np.sin(np.linspace(0, 6, 100))[:, None]
    struck = values.copy()
    struck[40] += 5

    cleaned = hampel(struck)

    assert np.abs(cleaned - values).max() < 0.2
    assert np.array_equal(hampel(values)[10:40], values[10:40])


def test_hampel_treats_both_parts_of_complex_values() -> None:
    values = np.exp(1j * np.linspace(0, 6, 100))[:, None]
    struck = values.copy()
    struck[40] += 5j

    assert np.abs(hampel(struck) - values).max() < 0.3


def test_low_pass_keeps_slow_and_drops_fast_without_delay() -> None:
    times = np.arange(400) / 100
    slow, fast = np.sin(2 * np.pi * times)[:, None], np.sin(2 * np.pi * 30 * times)[:, None]

    passed = low_passed(slow + fast, rate_hz=100, below_hz=8)

    assert np.abs(passed - slow)[50:-50].max() < 0.01


def test_straight_lines_survive_uneven_packets() -> None:
    times = np.sort(np.random.default_rng(0).uniform(0, 5, 80))
    times[0], times[-1] = 0, 5
    clock = clock_even(duration_s=5, rate_hz=20)

    found = resampled(np.array(3.0 * times - 1.0)[:, None], times, clock)

    assert np.allclose(found[:, 0], 3 * clock - 1)


def test_packets_of_one_moment_count_as_their_mean() -> None:
    found = resampled(
        np.array([[0.0], [2.0], [4.0]]), np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0])
    )

    assert found[:, 0].tolist() == [1.0, 4.0]


def test_moments_far_from_every_packet_are_marked() -> None:
    times = np.array([0.0, 0.1, 1.0, 1.1])

    marked = gaps_marked(times, np.array([0.05, 0.5, 1.05, 2.0]), longest_s=0.2)

    assert marked.tolist() == [False, True, False, True]


def test_carriers_without_energy_are_left_out_of_a_capture() -> None:
    recording = csi_read(VECTORS / "nexmon_40mhz.pcap")

    held = carriers_with_energy(recording.csi)

    indices = np.array(recording.meta.subcarriers)
    assert held.sum() == 57
    assert indices[held].max() < 0  # a frame of 20 MHz in the lower half of 40


def test_a_recording_without_energy_is_refused() -> None:
    recording = walking()
    silent = changed(recording, csi=np.zeros_like(recording.csi))

    with pytest.raises(CsiRefused) as refused:
        motion_signals(silent, rate_hz=50)

    assert refused.value.code == "csi_too_short"
