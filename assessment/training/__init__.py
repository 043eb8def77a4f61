"""What learns from recorded repetitions: data, protocols, weights and cards."""
