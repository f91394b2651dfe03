"""Evaluations become text that people read. One file an implementation."""
