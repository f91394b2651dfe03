"""A browser for the tests of the review page, and pages that it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from review_page import Review, sample, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request


Opener = Callable[..., Review]
UNKNOWN = "Failed to load resource"  # what the console says of an answer of 400 and more


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window of the browser for a module's tests."""
    pytest.importorskip("uvicorn", reason="the extra [review] is not installed")
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(20_000)
    pytest.importorskip("playwright.sync_api").expect.set_options(timeout=20_000)
    yield context
    context.close()


@pytest.fixture
def watched(window: BrowserContext) -> Iterator[Opener]:
    """Open pages that may ask nobody but their server, and make no error in the console."""
    problems: list[str] = []
    servers: list[str] = ["about:", "data:"]
    while len(window.pages) > 1:
        window.pages[-1].close()

    def opened(address: str, document: Any = None, *, another: bool = False) -> Review:
        page = window.pages[0] if window.pages and not another else window.new_page()
        servers.append(address.rsplit("/", 2)[0] + "/")

        def asked(request: Request) -> None:
            if not request.url.startswith(tuple(servers)):
                problems.append(f"asked {request.url}")

        def complained(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and UNKNOWN not in message.text:
                problems.append(message.text)

        page.goto("about:blank")
        listeners = {
            "request": asked, "console": complained, "dialog": lambda dialog: dialog.accept(),
            "pageerror": lambda error: problems.append(str(error)),
        }  # fmt: skip
        for event, listener in listeners.items():
            page.on(event, listener)
            closing.callback(page.remove_listener, event, listener)
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.goto(address)
        return Review(page, address, document)

    with ExitStack() as closing:
        yield opened
        hacked = [page.evaluate("window.hacked") for page in window.pages]
    assert hacked == [None] * len(window.pages)
    assert problems == []


@pytest.fixture
def review(watched: Opener, tmp_path: Path) -> Iterator[Review]:
    """The page of the sample."""
    with served(sample(), tmp_path) as (address, document):
        found = watched(address, document)
        found.at(1)
        yield found
