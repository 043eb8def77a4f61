"""The pose networks by name and sha256. Light: the product compares reports with it without
loading a network. The files themselves: assessment.vision.pose.weights.
"""

__all__ = ["POSE_CARD", "POSE_DETECTOR", "POSE_LANDMARKER", "POSE_NETWORKS"]

POSE_CARD = "docs/cards/pose.md"
POSE_DETECTOR = "mediapipe-pose-detection"
POSE_LANDMARKER = "mediapipe-pose-landmark-full"
# Both from the wheel of mediapipe 0.10.21 (complexity 1); every published build carries the same.
POSE_NETWORKS = {
    POSE_DETECTOR: "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    POSE_LANDMARKER: "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
}
