"""Movement assessment library: arrays in, records out."""
