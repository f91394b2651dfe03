"""Segments become translations. One file an implementation."""
