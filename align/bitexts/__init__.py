"""Readers of files that already hold pairs: bitexts, one module a format, all of them streams."""
