"""What the frames themselves tell, read off small grey pictures: cuts, light, blur, camera."""

from assessment.vision.meters.frames import FrameMeters, Readings

__all__ = ["FrameMeters", "Readings"]
