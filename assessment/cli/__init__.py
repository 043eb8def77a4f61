"""The command line: `python -m assessment assess|evaluate|render ...`."""

from assessment.cli.commands import main

__all__ = ["main"]
