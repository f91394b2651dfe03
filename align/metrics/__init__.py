"""Hypotheses and references become scores. One file an implementation."""
