"""From packets to what moves: an even clock, the conjugate ratio, filters, Doppler and energy.

Formulas and sources: docs/algorithms/csi.md.
"""
