"""Activities from CSI alone: sets, features, a classifier, and protocols that keep people apart."""
