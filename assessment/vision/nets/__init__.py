"""Networks trained here: an encoder of pictures and the technique network.

docs/algorithms/technique-network.md.
"""
