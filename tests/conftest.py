"""What holds for every test: no test touches the user's cache, and a command can be called."""

import os
import shutil
import sys

import pytest
from hypothesis import HealthCheck, settings

from align import cli
from align.cli import command


def pytest_configure(config):
    """Keep compiled code from one session to the next, but not in the user's cache.

    Nor may a machine that is busy with something else fail a property for its slowness.
    """
    settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("untimed")
    if config.pluginmanager.has_plugin("cacheprovider"):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(config.cache.mkdir("compiled")))


@pytest.fixture(scope="session", autouse=True)
def session_cache(tmp_path_factory):
    """Keep converted models and translations of the whole session in a folder that goes away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARIALIGN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def browser():
    """The system's browser, headless, for a module's tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("there is no chromium on this machine")
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=path, args=options)
        yield found
        found.close()


@pytest.fixture
def call(monkeypatch, capfdbinary):
    """Run `align` in this process; returns exit code, stdout, stderr."""

    def called(*arguments):
        monkeypatch.setattr(sys, "argv", ["align", *map(str, arguments)])
        monkeypatch.setattr(command.app, "registered_commands", [])  # main() adds them each time
        monkeypatch.setattr(command.app, "registered_groups", [])
        code = 0
        try:
            cli.main()
        except SystemExit as error:
            code = error.code or 0
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return called
