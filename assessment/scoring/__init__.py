"""From landmarks to repetitions, measures and verdicts."""
