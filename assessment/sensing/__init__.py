"""Wi-Fi channel state information: readers of recordings, filters and motion measures."""
