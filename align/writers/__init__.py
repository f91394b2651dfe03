"""Translation units become files. One file an implementation."""

from dataclasses import fields

from align.records import TranslationUnit

OF_UNITS = frozenset(field.name for field in fields(TranslationUnit))
"""All that there is to hold of a unit, for the formats that do."""

OF_CORPORA = frozenset(("signature", "notes", "project"))
"""All that there is to hold of a whole corpus."""
