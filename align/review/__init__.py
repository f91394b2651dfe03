"""Review an alignment by hand: rows, the steps that change them, their journal, a local server."""
