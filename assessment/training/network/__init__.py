"""Training and measuring the technique network; docs/algorithms/technique-network.md."""
