"""What holds for every test: no test touches the user's cache."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def session_cache(tmp_path_factory):
    """Keep converted models and translations of the whole session in a folder that goes away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARIALIGN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
