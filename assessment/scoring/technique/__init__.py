"""Technique: correct, incorrect or can't tell, for a repetition of a person never seen before.

docs/algorithms/technique.md.
"""
