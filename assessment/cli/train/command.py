"""Tasks and their arguments."""

import argparse

from assessment.cli.train import technique

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True)
    technique.add_arguments(tasks.add_parser("technique", help="the technique verdict"))
