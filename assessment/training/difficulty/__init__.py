"""Difficulty elements in motion capture: reading it, filming it with a virtual phone, figures."""
