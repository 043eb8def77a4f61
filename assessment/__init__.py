"""Movement assessment: arrays in, records out. Knows no web framework and no database."""
