"""Fixtures that every test may use live in tests/support; this file only names them."""

pytest_plugins = ["tests.support.fixtures"]
