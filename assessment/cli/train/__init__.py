"""`python -m assessment train TASK`: protocols that train, and the weights that are shipped."""

from assessment.cli.train.command import add_arguments

__all__ = ["add_arguments"]
