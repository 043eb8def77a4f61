"""The tamper-evident log: pure functions over bytes, no Django, no database."""
