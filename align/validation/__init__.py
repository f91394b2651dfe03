"""Checks of files by the rules of their formats, as an independent checker would make them."""
