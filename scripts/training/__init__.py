"""Training the bundled model: pairs, pieces, network, steps, averages, scores, export."""
