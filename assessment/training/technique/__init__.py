"""Training and measuring the technique verdict."""
