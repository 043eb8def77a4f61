"""Tasks and their arguments."""

import argparse

from assessment.cli.train import csi, difficulty, technique, technique_network

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True)
    csi.add_arguments(tasks.add_parser("csi", help="activities from Wi-Fi recordings"))
    csi.add_page_arguments(tasks.add_parser("csi-page", help="the page of records of csi"))
    difficulty.add_arguments(tasks.add_parser("difficulty", help="the element network"))
    difficulty.add_page_arguments(
        tasks.add_parser("difficulty-page", help="the page of results and the card")
    )
    technique.add_arguments(tasks.add_parser("technique", help="the technique verdict"))
    live = tasks.add_parser("technique-live", help="for which exercises the verdict speaks")
    technique.add_live_arguments(live)
    network = tasks.add_parser("technique-network", help="a network of the technique paper")
    technique_network.add_arguments(network)
    page = tasks.add_parser("technique-ablations", help="the page of all runs of networks")
    technique_network.add_page_arguments(page)
