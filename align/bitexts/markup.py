"""Read XML as a stream that loads nothing from outside and expands nothing.

Expat has exact line numbers for files of any length and reads UTF-8, UTF-16 (with and
without a mark) and the 8-bit encodings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from align.errors import ReadError

_PIECE = 1 << 16
_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))


class Markup:
    """A parser for one file; a subclass overrides `start`, `end` and `text`."""

    def __init__(self, name: str, *, namespaces: bool = False) -> None:
        """Make a parser; with `namespaces`, names come as `uri|local`."""
        self.name = name
        self._parser = (
            expat.ParserCreate(namespace_separator="|") if namespaces else expat.ParserCreate()
        )
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self.start
        self._parser.EndElementHandler = self.end
        self._parser.CharacterDataHandler = self.text
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle a start tag."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Handle an end tag."""
        raise NotImplementedError

    def text(self, data: str) -> None:
        """Handle characters."""
        raise NotImplementedError

    @property
    def where(self) -> str:
        """The file and the current line, as messages begin."""
        return f"{self.name}, line {self._parser.CurrentLineNumber}"

    def error(self, message: str) -> ReadError:
        """Make an error that names the file and the current line."""
        return ReadError(f"{self.where}: {message}")

    def feed(self, stream: BinaryIO) -> Iterator[None]:
        """Parse the stream piece by piece; the caller collects results after each.

        Raises:
            ReadError: the file is not well-formed, or declares entities.
        """
        try:
            while data := stream.read(_PIECE):
                self._parser.Parse(data, False)
                yield
            self._parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            raise ReadError(
                f"{self.name}, line {error.lineno}: not well-formed XML "
                f"({expat.ErrorString(error.code)})."
            ) from None
        except (LookupError, ValueError) as error:  # from the codec that the file names
            raise self.error(f"the file's encoding cannot be read ({error}).") from None

    def _entity(self, name: str, is_parameter: bool, *details: object) -> None:
        if is_parameter or name not in _PREDEFINED:
            raise self.error(
                f"the file declares the entity '{name}'; entity declarations are refused, "
                "since they can expand without bound or reach outside."
            )

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise self.error(
                f"the entity &{name}; is not declared in the file, and nothing outside is loaded."
            )
