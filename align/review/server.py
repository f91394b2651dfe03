"""The review page's server: an app over a document, and the loop that serves it on loopback."""

from __future__ import annotations

import io
import json
import logging
import re
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.errors import DataError, MarialignError, MissingExtraError
from align.gzipped import stem_of
from align.review.document import Change, Realigner, ReviewDocument, StaleError
from align.review.export import FORMATS, attachment, export
from align.review.fields import page_row
from align.review.guard import Guard
from align.review.journal import JournalError
from align.review.requests import (
    RequestError,
    asked_number,
    sent_object,
    sent_tab,
    sent_version,
    whole_number,
)
from align.review.tabs import Tabs

if TYPE_CHECKING:
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response

    Endpoint = Callable[[Request], Awaitable[Response]]

_PAGE = Path(__file__).parent
_ASSET = re.compile(r"[a-z]+\.(?:css|js)", re.ASCII)
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_ROWS = 500
LOOPBACK = "127.0.0.1"


class ReviewServer:
    """Answers the page: one method for each address."""

    def __init__(
        self, document: ReviewDocument, *, name: str, realigner: Realigner | None = None
    ) -> None:
        """Take the document, its name for people, and what aligns it again, if anything does."""
        self._document = document
        self._name = name
        self._realigner = realigner
        self._tabs = Tabs()
        self._under_way: set[object] = set()

    @property
    def realigning(self) -> bool:
        """Whether an alignment is under way: nothing ends it before it is done."""
        return bool(self._under_way)

    def app(self, *, token: str, port: int) -> Guard:
        """Return the ASGI app for an address.

        Raises:
            MissingExtraError: starlette is not installed.
        """
        try:
            from starlette.applications import Starlette
            from starlette.routing import Route
        except ImportError:
            raise MissingExtraError(feature="The review page", extra="review") from None
        api = f"/{token}/api"
        reading = {
            "state": self.state, "index": self.index, "rows": self.some_rows,
            "search": self.search, "export": self.export,
        }  # fmt: skip
        writing = {"step": self.step, "realign": self.realign, "hello": self.hello}
        routes = [
            *(Route(f"{api}/{name}", self._reads(do)) for name, do in reading.items()),
            *(
                Route(f"{api}/{name}", self._writes(do), methods=["POST"])
                for name, do in writing.items()
            ),
            Route(f"/{token}/", self._reads(self.asset)),
            Route(f"/{token}/{{asset}}", self._reads(self.asset)),
        ]
        inner = Starlette(routes=routes)
        inner.router.redirect_slashes = False
        hosts = tuple(f"{host}:{port}" for host in (LOOPBACK, "localhost"))
        return Guard(inner, hosts=hosts, token=token)

    def _reads(self, answer: Callable[[Request], object]) -> Endpoint:
        from starlette.concurrency import run_in_threadpool

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(self._answered, answer, request)

        return endpoint

    def _writes(self, answer: Callable[[Mapping[str, Any]], object]) -> Endpoint:
        from starlette.concurrency import run_in_threadpool

        async def endpoint(request: Request) -> Response:
            data = await request.body()
            return await run_in_threadpool(self._answered, lambda: answer(sent_object(data)))

        return endpoint

    def _answered(self, answer: Callable[..., object], *given: object) -> Response:
        """Call a method; what it raises becomes a sentence and a status."""
        from starlette.responses import Response

        try:
            made = answer(*given)
        except RequestError as error:
            return _json({"error": str(error)}, status=error.status)
        except StaleError as error:
            return _json({"error": str(error), "version": self._document.version}, status=409)
        except JournalError as error:
            return _json({"error": str(error)}, status=507)
        except MarialignError as error:
            return _json({"error": str(error)}, status=400)
        return made if isinstance(made, Response) else _json(made)

    def asset(self, request: Request) -> Response:
        """Answer with the page, its style or its script."""
        from starlette.responses import Response

        name = request.path_params.get("asset", "page.html")
        file = _PAGE / name
        if not (name == "page.html" or _ASSET.fullmatch(name)) or not file.is_file():
            raise RequestError(404, "There is nothing here.")
        return Response(file.read_bytes(), media_type=_KINDS[file.suffix[1:]])

    def state(self, request: Request) -> object:
        """Answer where the review stands."""
        document = self._document
        tab = request.query_params.get("tab", "")
        header = document.header
        return {
            "version": document.version, "name": self._name,
            "source_lang": header.source_lang, "target_lang": header.target_lang,
            "count": len(document.rows), "undo": document.undo, "redo": document.redo,
            "can_realign": self._realigner is not None, "counts": document.counts,
            "tab": "active" if self._tabs.is_free_for(tab) else "taken",
        }  # fmt: skip

    def index(self, request: Request) -> object:
        """Answer with the whole document, a number and two letters a row."""
        version, rows = self._document.snapshot()
        return {
            "version": version, "ids": [row.id for row in rows],
            "scores": [row.unit.score and round(row.unit.score, 4) for row in rows],
            "kinds": "".join(row.kind for row in rows),
            "shape": "".join(row.shape for row in rows),
        }  # fmt: skip

    def some_rows(self, request: Request) -> object:
        """Answer with the rows that stand at an index and after it, or that are named."""
        version, rows = self._document.snapshot()
        named = request.query_params.get("ids")
        if named is not None:
            wanted = {whole_number(part, "ids") for part in named.split(",") if part}
            if len(wanted) > _ROWS:
                raise RequestError(400, f"At most {_ROWS} beads were expected.")
            found = [row for row in rows if row.id in wanted]
        else:
            start, count = asked_number(request, "from", 0), asked_number(request, "count", 100)
            if count > _ROWS:
                raise RequestError(400, f"At most {_ROWS} beads were expected.")
            found = rows[start : start + count]
        return {"version": version, "rows": [page_row(row) for row in found]}

    def search(self, request: Request) -> object:
        """Answer with the rows that hold a text."""
        text = request.query_params.get("q", "")
        return {"ids": self._document.search(text)}

    def export(self, request: Request) -> Response:
        """Answer with a file to keep."""
        from starlette.responses import Response

        given = request.query_params.get("format", "")
        if given not in FORMATS:
            raise RequestError(400, f"One of the formats {', '.join(FORMATS)} was expected.")
        name, ending, kind = FORMATS[given]
        stream = io.BytesIO()
        everything = request.query_params.get("all") == "1"
        _, rows = self._document.snapshot()
        export(rows, self._document.header, stream, format=name, everything=everything)
        saved = f"{stem_of(self._name) or 'review'}.reviewed.{ending}"
        headers = {"content-disposition": attachment(saved)}
        return Response(stream.getvalue(), media_type=kind, headers=headers)

    def hello(self, sent: Mapping[str, Any]) -> object:
        """Hear from a tab."""
        tab = sent_tab(sent)
        if sent.get("bye") is True:
            self._tabs.bye(tab)
            return {"tab": "gone"}
        return {
            "tab": "active" if self._tabs.hello(tab, take=sent.get("take") is True) else "taken"
        }

    def step(self, sent: Mapping[str, Any]) -> object:
        """Do a step."""
        self._require_active(sent)
        op = sent.get("op")
        if not isinstance(op, str):
            raise RequestError(400, "'op' is missing.")
        return self._changed(self._document.step(op, sent, version=sent_version(sent)))

    def realign(self, sent: Mapping[str, Any]) -> object:
        """Align again what is not fixed."""
        self._require_active(sent)
        if self._realigner is None:
            raise RequestError(400, "There is no aligner for this document.")
        self._under_way.add(mark := object())
        try:
            return self._changed(
                self._document.realign(self._realigner, version=sent_version(sent))
            )
        finally:
            self._under_way.remove(mark)

    def _changed(self, change: Change) -> object:
        return {
            "version": change.version,
            "splices": [
                {"at": s.at, "remove": len(s.before), "rows": [page_row(r) for r in s.after]}
                for s in change.splices
            ],
            "undo": self._document.undo, "redo": self._document.redo,
            "counts": self._document.counts, "focus": change.focus,
        }  # fmt: skip

    def _require_active(self, sent: Mapping[str, Any]) -> None:
        if not self._tabs.hello(sent_tab(sent)):
            raise RequestError(423, "Another tab works on this document; take over there first.")


def _json(held: object, *, status: int = 200) -> Response:
    from starlette.responses import Response

    try:
        data = json.dumps(held, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can name
        data = json.dumps(held, allow_nan=False, separators=(",", ":")).encode()
    return Response(data, status_code=status, media_type="application/json")


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine only; port 0 is any free one.

    Raises:
        DataError: the port is taken.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows the other option would share a port that is taken.
    alone = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    found.setsockopt(socket.SOL_SOCKET, alone, 1)
    try:
        found.bind((LOOPBACK, port))
        found.listen()  # who comes before the server answers waits
    except OSError as error:
        found.close()
        raise DataError(
            f"Port {port} of {LOOPBACK}: {error.strerror}; --port 0 finds one."
        ) from None
    return found


def server_of(app: Guard) -> uvicorn.Server:
    """Return the loop that answers requests: its `run` takes the sockets.

    Raises:
        MissingExtraError: uvicorn is not installed.
    """
    try:
        import uvicorn
    except ImportError:
        raise MissingExtraError(feature="The review page", extra="review") from None
    logging.getLogger("asyncio").addFilter(_worth_telling)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    return uvicorn.Server(config)


def _worth_telling(record: logging.LogRecord) -> bool:
    """Leave out that a browser closed a connection, for which Windows' loop has a traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], ConnectionResetError))
