"""Speed and memory, measured: `make bench`. One file a part in `parts/`."""
