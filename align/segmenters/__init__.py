"""Blocks become segments. One file an implementation."""
