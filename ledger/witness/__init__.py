"""A witness: it sees that a log only grows, and says so under its own key (C2SP tlog-witness)."""
