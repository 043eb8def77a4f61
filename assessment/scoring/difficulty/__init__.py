"""High-difficulty elements, measured: turns, flights and somersaults with their uncertainty."""
