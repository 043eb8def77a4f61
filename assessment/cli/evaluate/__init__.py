"""`python -m assessment evaluate TASK`: figures against labelled or rendered clips."""

from assessment.cli.evaluate.command import add_arguments

__all__ = ["add_arguments"]
