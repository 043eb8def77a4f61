"""Pose networks behind one port."""
