"""The server over its socket: the contract with the page, and who is kept out."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from align.errors import DataError
from align.records import Bead, CorpusHeader, Origin, Reasons, TranslationUnit
from align.registry import load
from align.review.document import ReviewDocument
from align.review.guard import HEADERS, LARGEST, Guard
from align.review.journal import Journal
from align.review.realign import realigner
from align.review.server import ReviewServer, listen, server_of
from align.review.tabs import SILENCE, Tabs
from align.signature import Signature

pytest.importorskip("uvicorn")

TOKEN = "secret-token"
UNITS = [
    TranslationUnit(
        "Phrase un. Phrase deux.", "Sentence one. Sentence two.", "fr", "en", "2:2", Origin.HUMAN,
        "[0, 1]:[0, 1]", "d", 0.9, reasons=Reasons(0.1, 0.2, 0.3, 0.4),
    ),
    TranslationUnit("<script>", "\u202eabc\ud800", "fr", "en", "1:1", Origin.HUMAN, "[2]:[2]", "d"),
    TranslationUnit("Seul.", "", "fr", "en", "1:0", Origin.HUMAN, "[3]:[]", "d", 0.25),
    TranslationUnit(
        "Le chat.", "The cat.", "fr", "en", "1:1", Origin.MACHINE, "[4]:[]", "d", engine="e",
        flags=("length",),
    ),
    TranslationUnit("", "Alone.", "fr", "en", "0:1", Origin.HUMAN, "[]:[3]", "d"),
    TranslationUnit("x" * 10_000, "y", "fr", "en", "1:1", Origin.HUMAN, "[5]:[4]", "d", 1.0, True),
]  # fmt: skip


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Page:
    """What the page's script can do."""

    def __init__(self, port: int, document: ReviewDocument) -> None:
        self.port, self.document = port, document
        self.tab = "tab"

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, token: str = TOKEN,
        **headers: str,
    ) -> Answer:  # fmt: skip
        given = {"Host": f"127.0.0.1:{self.port}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, f"/{token}/{path}", body=body, headers=given)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, sent: object, **changed: str) -> Answer:
        headers = {
            "Origin": f"http://127.0.0.1:{self.port}", "X_Align_Token": TOKEN,
            "Content_Type": "application/json",
        } | changed  # fmt: skip
        headers = {name: value for name, value in headers.items() if value != "none"}
        return self.ask("POST", path, body=json.dumps(sent).encode(), **headers)

    def step(self, op: str, **arguments: object) -> Answer:
        sent = {"op": op, "version": self.document.version, "tab": self.tab} | arguments
        return self.post("api/step", sent)


def halves(source: Sequence[str], target: Sequence[str], fixed: Sequence[Bead]) -> list[Bead]:
    """An aligner that keeps what is fixed and pairs the rest in order."""
    xs = [i for i in range(len(source)) if all(i not in b.sources for b in fixed)]
    ys = [j for j in range(len(target)) if all(j not in b.targets for b in fixed)]
    pairs = [Bead((i,), (j,), score=0.5) for i, j in zip(xs, ys, strict=False)]
    rest = [Bead((i,), ()) for i in xs[len(ys) :]] + [Bead((), (j,)) for j in ys[len(xs) :]]
    return sorted([*fixed, *pairs, *rest], key=lambda b: b.sources or (99, *b.targets))


@pytest.fixture
def page(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of a file, whose name is the parameter where there is one."""
    name = getattr(request, "param", 'ro"man.tmx')
    journal = Journal(tmp_path / "j")
    header = CorpusHeader("fr", "en", Signature.of(a="1"), "20260102T030405Z", "d")
    journal.begin(UNITS, header, {})
    document = ReviewDocument(journal, user="ann")
    with listen(0) as connection:
        port = connection.getsockname()[1]
        server = ReviewServer(document, name=name, realigner=realigner(halves))
        running = server_of(server.app(token=TOKEN, port=port))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [connection]})
        thread.start()
        try:
            yield Page(port, document)
        finally:
            running.should_exit = True
            thread.join()
            document.close()


def test_the_page_and_its_assets_have_a_strict_policy(page: Page) -> None:
    answer = page.get("")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.get("page.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert page.get("page.css").headers["content-type"] == "text/css; charset=utf-8"
    for found in (
        answer,
        page.get("api/state"),
        page.get("api/none"),
        page.ask("GET", "", token="x"),
    ):
        for name, value in HEADERS:
            assert found.headers[name.decode()] == value.decode()
        assert "server" not in found.headers
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    ["server.py", "..%2fserver.py", "../server.py", "page.html/", "%2e%2e/errors.py", "x.js"],
)
def test_nothing_else_is_served(page: Page, path: str) -> None:
    assert page.get(path).status == 404


@pytest.mark.parametrize(
    "token", ["", "secret-toke", "secret-token2", "SECRET-TOKEN", "sécret", "."]
)
def test_a_wrong_token_finds_nothing(page: Page, token: str) -> None:
    from urllib.parse import quote

    for path in ("", "api/state", "page.js"):
        answer = page.ask("GET", path, token=quote(token))
        assert answer.status == 404
        assert set(answer.json) == {"error"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:1", "evil.example:{port}"]
)
def test_another_host_is_refused(page: Page, host: str) -> None:
    assert page.ask("GET", "", Host=host.format(port=page.port)).status == 403


def test_localhost_is_this_machine(page: Page) -> None:
    assert page.ask("GET", "api/state", Host=f"localhost:{page.port}").status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "none"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"X_Align_Token": "none"}, 403),
        ({"X_Align_Token": "wrong"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "none"}, 415),
    ],
)
def test_a_post_brings_origin_token_and_type(
    page: Page, headers: dict[str, str], status: int
) -> None:
    headers = {name: value.format(port=page.port) for name, value in headers.items()}
    sent = {"op": "accept", "id": 1, "version": 1, "tab": "tab"}
    assert page.post("api/step", sent, **headers).status == status
    assert page.document.version == 1
    assert page.post("api/step", sent).status == 200


def test_a_length_that_is_no_number_is_refused(page: Page) -> None:
    # Without a body: one that comes after the answer would reset the connection.
    headers = {"Origin": f"http://127.0.0.1:{page.port}", "X_Align_Token": TOKEN}
    given = {"Content_Type": "application/json", "Content_Length": "x"}
    assert page.ask("POST", "api/step", **headers, **given).status == 400
    assert page.step("accept", id=1).status == 200


def test_a_get_from_another_page_is_refused(page: Page) -> None:
    assert page.ask("GET", "api/rows", Origin="http://evil.example").status == 403
    assert page.ask("GET", "api/rows", Origin=f"http://127.0.0.1:{page.port}").status == 200


def test_a_body_has_a_limit(page: Page) -> None:
    answer = page.step("note", id=1, text="x" * LARGEST)
    assert answer.status == 413
    assert page.step("note", id=1, text="x" * (LARGEST // 2)).status == 200


def test_a_body_without_a_length_has_a_limit_too() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [
        (b"host", b"127.0.0.1:1"), (b"origin", b"http://127.0.0.1:1"), (b"x-align-token", b"t"),
        (b"content-type", b"application/json"),
    ]  # fmt: skip
    scope = {"type": "http", "method": "POST", "path": "/t/api/step", "headers": headers}
    asyncio.run(Guard(app, hosts=("127.0.0.1:1",), token="t")(scope, receive, send))
    assert sent[0]["status"] == 413


def test_only_loopback_listens() -> None:
    with listen(0) as connection:
        assert connection.getsockname()[0] == "127.0.0.1"
        port = connection.getsockname()[1]
        connection.listen()
        with pytest.raises(DataError, match=f"Port {port} of 127.0.0.1"):
            listen(port)


def test_windows_shares_no_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """There SO_REUSEADDR would take one that another program listens at."""
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_KEEPALIVE, raising=False)
    with listen(0) as connection:
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert not connection.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)


def test_a_connection_that_a_browser_closed_is_not_told(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    """The loop of Windows logs a traceback of it; other faults are told."""
    for error in (ConnectionResetError(), ValueError("of ours")):
        logging.getLogger("asyncio").error("Exception in callback", exc_info=error)
    assert [str(r.exc_info and r.exc_info[1]) for r in caplog.records] == ["of ours"]


def test_state_and_index(page: Page) -> None:
    counts = {
        "accepted": 0, "edited": 0, "rejected": 0, "open": 6, "unaligned": 2, "machine": 1,
    }  # fmt: skip
    assert page.get("api/state").json == {
        "version": 1, "name": 'ro"man.tmx', "source_lang": "fr", "target_lang": "en", "count": 6,
        "undo": False, "redo": False, "can_realign": True, "counts": counts, "tab": "active",
    }  # fmt: skip
    assert page.get("api/index").json == {
        "version": 1, "ids": [1, 2, 3, 4, 5, 6],
        "scores": [0.9, None, 0.25, None, None, 1.0], "kinds": "oooooo", "shape": "ppsmtx",
    }  # fmt: skip


def test_rows(page: Page) -> None:
    first = page.get("api/rows?from=0&count=1").json["rows"][0]
    assert first == {
        "id": 1, "source": ["Phrase un.", "Phrase deux."],
        "target": ["Sentence one.", "Sentence two."], "source_text": "Phrase un. Phrase deux.",
        "target_text": "Sentence one. Sentence two.", "score": 0.9, "origin": "human",
        "status": "", "crossing": False, "note": "", "engine": "", "flags": [], "changed_by": "",
        "changed_at": "",
        "reasons": {"similarity": 0.1, "margin": 0.2, "length": 0.3, "anchors": 0.4},
    }  # fmt: skip
    answer = page.get("api/rows?from=1&count=500").json
    assert [row["id"] for row in answer["rows"]] == [2, 3, 4, 5, 6]
    hostile = answer["rows"][0]
    assert (hostile["source"], hostile["target_text"]) == (["<script>"], "\u202eabc\ud800")
    assert page.get("api/rows?ids=6,2").json["rows"][0]["id"] == 2
    assert page.get("api/rows?from=9&count=5").json["rows"] == []
    for query in ("count=501", "from=-1", "from=x", "ids=1,x", f"ids={','.join('1' * 3)}1x"):
        answer = page.get(f"api/rows?{query}")
        assert answer.status == 400, query
        assert answer.json["error"].endswith(".")


def test_search(page: Page) -> None:
    assert page.get("api/search?q=PHRASE").json == {"ids": [1]}
    assert page.get("api/search?q=%3Cscript").json == {"ids": [2]}


def test_a_step_and_its_undo(page: Page) -> None:
    answer = page.step("split", id=1, side="source", segment=1, offset=0, other_segment=1)
    assert answer.status == 200
    found = answer.json
    (splice,) = found["splices"]
    assert (splice["at"], splice["remove"]) == (0, 1)
    assert [(r["id"], r["source"], r["target"], r["status"]) for r in splice["rows"]] == [
        (1, ["Phrase un."], ["Sentence one."], "edited"),
        (7, ["Phrase deux."], ["Sentence two."], "edited"),
    ]
    assert splice["rows"][0]["changed_by"] == "ann"
    assert splice["rows"][0]["changed_at"][10:11] == "T"
    assert (found["version"], found["undo"], found["redo"], found["focus"]) == (2, True, False, 7)
    assert found["counts"]["edited"] == 2
    back = page.step("undo").json
    assert [(s["at"], s["remove"], [r["id"] for r in s["rows"]]) for s in back["splices"]] == [
        (0, 2, [1])
    ]
    assert (back["version"], back["undo"], back["redo"], back["focus"]) == (3, False, True, 1)
    assert page.step("redo").json["version"] == 4


def test_steps_that_are_refused_are_sentences(page: Page) -> None:
    page.step("accept", id=1)
    stale = page.step("accept", id=2, version=1)
    assert (stale.status, stale.json["version"]) == (409, 2)
    for sent in (
        {"op": "accept", "id": 1}, {"op": "accept", "id": 99}, {"op": "nothing", "id": 1},
        {"op": 3, "id": 1}, {"op": "accept", "id": 2, "version": "2"}, {"op": "redo"},
        {"op": "accept", "id": 2, "tab": ""}, {"op": "accept", "id": 2, "tab": "x" * 65},
    ):  # fmt: skip
        answer = page.step(**sent)  # type: ignore[arg-type]
        assert answer.status == 400, sent
        assert answer.json["error"].endswith(".")
    headers = {
        "Origin": f"http://127.0.0.1:{page.port}", "X_Align_Token": TOKEN,
        "Content_Type": "application/json",
    }  # fmt: skip
    for body in (b"", b"[1]", b"{", b"\xff", b"[" * 100_000):
        assert page.ask("POST", "api/step", body=body, **headers).status == 400
    assert page.document.version == 2


def test_only_one_tab_changes_the_document(page: Page) -> None:
    assert page.post("api/hello", {"tab": "a"}).json == {"tab": "active"}
    assert page.post("api/hello", {"tab": "b"}).json == {"tab": "taken"}
    assert page.get("api/state?tab=b").json["tab"] == "taken"
    assert page.get("api/state?tab=a").json["tab"] == "active"
    page.tab = "b"
    assert page.step("accept", id=1).status == 423
    assert page.post("api/realign", {"version": 1, "tab": "b"}).status == 423
    assert page.post("api/hello", {"tab": "b", "take": True}).json == {"tab": "active"}
    assert page.post("api/hello", {"tab": "a"}).json == {"tab": "taken"}
    assert page.step("accept", id=1).status == 200
    assert page.post("api/hello", {"tab": "b", "bye": True}).json == {"tab": "gone"}
    assert page.post("api/hello", {"tab": "a"}).json == {"tab": "active"}


def test_a_silent_tab_counts_as_gone() -> None:
    now = [0.0]
    tabs = Tabs(clock=lambda: now[0])
    assert tabs.hello("a")
    now[0] = SILENCE
    assert not tabs.hello("b")
    now[0] = SILENCE + 1
    assert tabs.hello("b")
    assert not tabs.hello("a")
    tabs.bye("a")
    assert not tabs.hello("a")


def test_realign_is_one_step_around_what_is_fixed(page: Page) -> None:
    page.step("accept", id=6)
    answer = page.post("api/realign", {"version": 2, "tab": "tab"})
    assert answer.status == 200
    rows = page.document.rows
    assert [(r.unit.source, r.unit.target) for r in rows] == [
        ("Phrase un.", "Sentence one."), ("Phrase deux.", "Sentence two."),
        ("<script>", "\u202eabc\ud800"), ("Seul.", "Alone."), ("Le chat.", "The cat."),
        ("x" * 10_000, "y"),
    ]  # fmt: skip
    assert rows[-1].unit.review == "accepted"
    assert page.step("undo").status == 200
    assert [row.unit for row in page.document.rows][:5] == UNITS[:5]


def test_a_realignment_that_changes_nothing_is_no_step(page: Page) -> None:
    page.post("api/realign", {"version": 1, "tab": "tab"})
    answer = page.post("api/realign", {"version": 2, "tab": "tab"})
    assert (answer.status, answer.json["error"]) == (
        400, "The alignment stays as it is: nothing changes.",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["tmx", "tsv", "jsonl", "html", "xlf", "xliff", "beads", "xces"])
def test_export(page: Page, name: str) -> None:
    page.step("reject", id=1)
    answer = page.get(f"api/export?format={name}")
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=\"ro'man.rev")
    everything = page.get(f"api/export?format={name}&all=1")
    mark = b"[0, 1]:[0, 1]" if name == "beads" else b"1 2;1 2" if name == "xces" else b"Phrase un."
    assert mark in everything.body
    assert (mark in answer.body) is (name == "jsonl")


@pytest.mark.parametrize(
    ("page", "plain", "whole"),
    [
        ("œuvre.tmx", "?uvre", "%C5%93uvre"),
        ("two\nlines\x7f.tmx", "two_lines_", "two%0Alines%7F"),
        ("no\udcff utf.tmx", "no? utf", "no%3F%20utf"),
    ],
    indirect=["page"],
    ids=["no ASCII", "controls", "no UTF-8"],
)
def test_an_export_of_any_name_is_a_file_to_keep(page: Page, plain: str, whole: str) -> None:
    answer = page.get("api/export?format=tsv")
    assert (answer.status, answer.headers["content-disposition"]) == (
        200,
        f"attachment; filename=\"{plain}.reviewed.tsv\"; filename*=UTF-8''{whole}.reviewed.tsv",
    )


def test_an_export_can_be_read_again(page: Page) -> None:
    page.step("accept", id=1)
    data = page.get("api/export?format=jsonl").body
    units = list(load("bitext", "jsonl")().read(io.BytesIO(data), name="f").units)
    assert len(units) == 6
    first = replace(units[0], review="", changed_by="", changed_at="")
    assert (first, units[0].review) == (UNITS[0], "accepted")
    assert units[2:] == UNITS[2:]
    assert page.get("api/export?format=docx").status == 400
    assert page.get("api/export").status == 400
