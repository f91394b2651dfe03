"""The bundled model, opened once for all the tests that look at what it makes."""

import pytest

from align.translators import open_translator


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """The user's cache, new and empty."""
    monkeypatch.setenv("MARIALIGN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def bundled():
    """The translator that `align translate` has, without a cache of translations."""
    return open_translator(cache=False)
