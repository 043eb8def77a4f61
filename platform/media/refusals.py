"""Every reason for which a file does not become a clip, as the person who sent it reads it."""

from media.errors import ClipRefused

SENTENCES = {
    "clip_not_video": "This is not a video. Send a clip from your phone's camera (MP4 or MOV).",
    "clip_container": (
        "This kind of video file is not taken. Send it as MP4, MOV, MKV, WebM or AVI instead."
    ),
    "clip_codec": (
        "The picture in this file is coded in a way that is not taken. Export it as H.264 or HEVC."
    ),
    "clip_unreadable": (
        "This video is damaged or incomplete and could not be read. Film or export it again."
    ),
    "clip_no_picture": "This file has sound or text but no moving picture. Send the video itself.",
    "clip_empty": "This file is empty. Send the clip again.",
    "clip_too_large": "This file is larger than 2 GB. Send a shorter clip.",
    "clip_too_short": "This clip is shorter than half a second. Film the whole movement.",
    "clip_too_long": "This clip is longer than ten minutes. Send only the part that matters.",
    "clip_too_small": "The picture is smaller than 64 pixels. Send the clip as it was filmed.",
    "clip_too_many_pixels": "The picture is larger than 4K. Film in 4K or less, best in 1080p.",
    "clip_frame_rate": (
        "The frame rate of this clip is outside 4 to 250 per second. Film at 30 or 60 per second."
    ),
    "clip_too_many_frames": (
        "This clip has too many frames. Send a shorter one, or film at a lower frame rate."
    ),
    "clip_too_many_streams": (
        "This file holds too many tracks. Export the clip with one picture and one sound track."
    ),
    "clip_too_heavy": (
        "This file took more memory or time than a clip may. Export it again as MP4 and resend it."
    ),
}


def refused(code: str) -> ClipRefused:
    return ClipRefused(code, SENTENCES[code])
