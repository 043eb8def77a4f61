"""From a file to one person's landmarks over time."""
