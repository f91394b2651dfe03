"""What errors say where systems differ."""

import sys

from align.errors import MissingExtraError


def test_an_extra_is_installed_as_the_shell_has_it(monkeypatch):
    """cmd.exe takes a single quotation mark for a part of the name."""
    told = str(MissingExtraError(feature="Excel", extra="xlsx"))
    assert told.endswith("pip install 'marialign[xlsx]'.")
    monkeypatch.setattr(sys, "platform", "win32")
    told = str(MissingExtraError(feature="Excel", extra="xlsx"))
    assert told.endswith('pip install "marialign[xlsx]".')
