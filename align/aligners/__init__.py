"""Segments and translations become beads. One file an implementation."""
