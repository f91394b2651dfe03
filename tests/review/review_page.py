"""What the tests of the review page share: a sample, a server of it in this process, its page."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.records import Bead

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from align.review.document import ReviewDocument

TOKEN = "secret-token"
FRENCH = (
    "Le port est calme ce matin.",
    "Deux barques rentrent avec la marée.",
    "Le vieux phare clignote encore.",
    "Sur le quai, des enfants comptent les mouettes.",
    "Leur mère lit une lettre.",
    "Elle vient de Brest.",
    "Personne ne parle.",
    "À midi, la cloche sonne douze fois.",
    "Le marchand ferme ses volets.",
    "Il a vendu trente-deux maquereaux.",
    "Demain, il partira vers Nantes.",
    "La pluie commence à tomber.",
)
ENGLISH = (
    "The harbour is calm this morning.",
    "Two boats come back with the tide.",
    "The old lighthouse still blinks.",
    "On the quay, children count the gulls.",
    "Their mother reads a letter.",
    "It comes from Brest.",
    "Nobody speaks.",
    "At noon the bell strikes twelve.",
    "The merchant closes his shutters.",
    "He has sold thirty-two mackerels.",
    "Tomorrow he will leave for Nantes.",
    "Rain begins to fall.",
)
# How the page's requests fare from now on. In the page itself: a route of the browser's lets one
# through now and then. What was held goes the new way.
NETWORK = """([way, part]) => {
  const ask = (window.asked ??= window.fetch);
  const broken = () => Promise.reject(new TypeError("Failed to fetch"));
  const ways = {
    whole: ask,
    slow: (...sent) => new Promise((go) => setTimeout(go, 60)).then(() => ask(...sent)),
    held: (...sent) => new Promise((go) => window.held.push(go)).then(() => window.fetch(...sent)),
    silent: (...sent) => ask(...sent).then(() => new Promise(() => {})),
    torn: (...sent) => ask(...sent).then(broken),
    away: broken,
    gone: async () => new Response("{}", { status: 404 }),
  };
  window.fetch = (to, ...more) => (to.includes(part) ? ways[way] : ask)(to, ...more);
  const held = window.held ?? [];
  window.held = [];
  held.forEach((go) => go());
}"""
REASONS = {"similarity": 0.91, "margin": 0.62, "length": 0.4, "anchors": 1.0}


def unit(source: str = "", target: str = "", **more: object) -> dict[str, object]:
    """A line of a JSON Lines file."""
    return {
        "source": source, "target": target, "source_lang": "fr", "target_lang": "en",
        "score": 0.97, "reasons": REASONS, **more,
    }  # fmt: skip


def sample() -> list[dict[str, object]]:
    """Twelve pairs; 3 is unlikely, 5 unaligned, 7 moved, 9 by a machine, 10 of two and one."""
    units = [unit(*pair) for pair in zip(FRENCH, ENGLISH, strict=True)]
    units[2]["score"] = 0.31
    units[4] = unit(FRENCH[4], score=0.88, reasons=None)
    units[6]["crossing"] = True
    units[8] |= {"origin": "machine", "engine": "bundled", "flags": ["numbers"], "score": None}
    units[9]["source"] = f"{FRENCH[9]} {FRENCH[4]}"
    for place, made in enumerate(units):
        made["position"] = f"[{place}]:{[place] if made['target'] else []}"
    units[8]["position"] = "[8]:[]"
    units[9]["position"] = "[9, 10]:[9]"
    for place in (10, 11):
        units[place]["position"] = f"[{place + 1}]:[{place}]"
    return units


def in_order(source: Sequence[str], target: Sequence[str], fixed: Sequence[Bead]) -> list[Bead]:
    """An aligner that keeps what is fixed and pairs the rest in order."""
    xs = [i for i in range(len(source)) if all(i not in bead.sources for bead in fixed)]
    ys = [j for j in range(len(target)) if all(j not in bead.targets for bead in fixed)]
    pairs = [Bead((i,), (j,), score=0.5) for i, j in zip(xs, ys, strict=False)]
    rest = [Bead((i,), ()) for i in xs[len(ys) :]] + [Bead((), (j,)) for j in ys[len(xs) :]]
    return sorted([*fixed, *pairs, *rest], key=lambda bead: bead.sources or (99, *bead.targets))


def write(units: Sequence[Mapping[str, object]], folder: Path) -> Path:
    """Write units as a file to review."""
    file = folder / "novel.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in units), encoding="utf-8")
    return file


@contextmanager
def served(units: Sequence[Mapping[str, object]], folder: Path) -> Iterator[tuple[str, Any]]:
    """Serve a review of `units` in a thread; yields its address and its document."""
    from align.review.opening import open_review
    from align.review.realign import realigner
    from align.review.server import ReviewServer, listen, server_of

    file = write(units, folder)

    def none(source: str, target: str) -> Any:
        raise AssertionError("a file of pairs is not aligned")

    document = open_review(str(file), user="ana", align=none).document
    with ExitStack() as stack:
        stack.callback(document.close)
        connection = stack.enter_context(listen(0))
        port = connection.getsockname()[1]
        server = ReviewServer(document, name=file.name, realigner=realigner(in_order))
        running = server_of(server.app(token=TOKEN, port=port))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [connection]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}/{TOKEN}/", document
        finally:
            running.should_exit = True
            thread.join()


@dataclass
class Review:
    """The page of a review in a browser, and the document behind it."""

    page: Page
    address: str
    document: ReviewDocument

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def says(self, text: str) -> None:
        """Wait until the page says something that holds `text`."""
        from playwright.sync_api import expect

        expect(self.page.locator("#message")).to_contain_text(text)

    def at(self, number: int) -> None:
        """Wait until the bead with this number of the text is selected, and shown whole."""
        from playwright.sync_api import expect

        head = self.page.locator(".row.selected > .head .number")
        expect(head).to_have_text(f"Bead {number:,}")
        expect(self.page.locator(".row.selected .work")).to_be_visible()

    def write(self, text: str) -> None:
        """Type into the field that a key has opened, once it is there."""
        from playwright.sync_api import expect

        expect(self.page.locator(".row.selected textarea")).to_be_focused()
        self.page.keyboard.type(text)

    def settled(self) -> None:
        """Wait until all that was asked for is done."""
        from playwright.sync_api import expect

        expect(self.page.locator("body[data-busy]")).to_have_count(0)

    def go(self, number: int) -> None:
        """Select the bead with this number, by keys, in text order."""
        self.press("Home", *["j"] * (number - 1))
        self.at(number)

    def network(self, way: str, part: str = "/api/") -> None:
        """Let requests to `part` be whole, slow, held, silent, torn, away or gone from now on.

        The server does what is silent or torn, but its answer does not come; it hears nothing of
        what is away or gone.
        """
        self.page.evaluate(NETWORK, [way, part])

    def holds(self) -> None:
        """Wait until a request is held."""
        self.page.wait_for_function("window.held.length")

    def beat(self) -> None:
        """Let the page ask at once whether the server is there, as it does every 5 seconds."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    @property
    def row(self) -> Any:
        return self.page.locator(".row.selected")

    @property
    def banner(self) -> Any:
        return self.page.locator("#banner")

    def sides(self, place: int) -> tuple[list[str], list[str]]:
        """What the document holds in a row: the segments of both sides."""
        source, target = self.document.snapshot()[1][place].sides
        return [piece.text for piece in source], [piece.text for piece in target]

    def status(self, place: int) -> str:
        return self.document.snapshot()[1][place].unit.review
