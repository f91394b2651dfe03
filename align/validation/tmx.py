"""Check a TMX 1.4 file in one pass and constant memory; every violation has its line and TU.

Expat parses, because it counts lines beyond 65,535, loads nothing from outside, and lets
us stop at the first entity declaration, before anything could be expanded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from align.validation.characters import Fault, pieces
from align.validation.tmx_model import ELEMENTS, ENUMERATED, Element
from align.validation.values import fault
from align.validation.violation import Rule, Validation, Violation


def validate_tmx(stream: BinaryIO, *, report: Callable[[Violation], None]) -> Validation:
    """Report every violation of XML 1.0, of TMX 1.4's content model and of its specification.

    After a break of well-formedness the rest cannot be parsed: that violation is the last,
    and says so.
    """
    checker = _Checker(report)
    try:
        for text, faults in pieces(stream):
            checker.pending += faults
            checker.parser.Parse(text, False)
        checker.parser.Parse("", True)
        checker.flush()
    except expat.ExpatError as error:
        checker.stop(error)
    except _EntityError:
        pass
    return Validation(checker.units, checker.violations)


class _EntityError(Exception):
    """Raised to leave the parser at an entity declaration."""


@dataclass(slots=True)
class _Open:
    """An open element, and what it has held so far."""

    name: str
    model: Element | None  # None: not of TMX, and what it holds is not checked
    rank: int = 0
    seen: set[str] = field(default_factory=set)
    text_reported: bool = False


class _Checker:
    def __init__(self, report: Callable[[Violation], None]) -> None:
        self.pending: deque[Fault] = deque()
        self.units = 0
        self.violations = 0
        self._found = report
        self._open: list[_Open] = []
        self._unit: int | None = None
        self._header_srclang = ""
        self._srclang = ""
        self._languages: list[str] = []
        self._opened: dict[str, bool] = {}  # bpt's i in this seg, and whether its ept came
        self._maps_code = False
        self._based = False
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._skipped

    def stop(self, error: expat.ExpatError) -> None:
        """Report the error that ends the parse."""
        self.flush(error.lineno, error.offset)
        message = expat.ErrorString(error.code)
        if message == "mismatched tag" and self._open:
            message = f"an end tag stands where </{self._open[-1].name}> was expected"
        elif message == "no element found" and self._open:
            message = f"the file ends inside {self._open[-1].name}"
        self._report(
            Rule.XML, f"Not well-formed: {message}; the rest cannot be checked.", line=error.lineno
        )

    def flush(self, line: int | None = None, column: int = 0) -> None:
        """Report forbidden characters up to a place, with the TU that is open."""
        while self.pending:
            fault = self.pending[0]
            if line is not None and (fault.line, fault.column) > (line, column):
                return
            self._report(Rule.XML, fault.message, line=fault.line)
            self.pending.popleft()

    def _report(self, rule: Rule, message: str, *, line: int | None = None) -> None:
        line = self.parser.CurrentLineNumber if line is None else line
        self.violations += 1
        self._found(Violation(line, self._unit, rule, message))

    def _flush_here(self) -> None:
        if self.pending:
            self.flush(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        if name != "tmx":
            self._report(Rule.DTD, f"The document type is '{name}', 'tmx' was expected.")

    def _entity(self, name: str, *details: object) -> None:
        self._report(
            Rule.SPEC,
            f"The file declares the entity '{name}'; entity declarations are refused, "
            "since they can expand without bound or reach outside, and the rest is not checked.",
        )
        raise _EntityError

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._report(Rule.XML, f"The entity &{name}; is not declared.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush_here()
        if name == "tu":
            self.units += 1
            self._unit = self.units
        model = ELEMENTS.get(name)
        parent = self._open[-1] if self._open else None
        if parent is None:
            if name != "tmx":
                self._report(Rule.DTD, f"The root element is {name}, tmx was expected.")
        elif parent.model is not None:
            self._child(parent, parent.model, name, known=model is not None)
        self._open.append(_Open(name, model))
        if model is not None:
            self._attributes(name, model, attributes)
            self._enter(name, attributes)

    def _child(self, parent: _Open, model: Element, name: str, *, known: bool) -> None:
        if name not in model.children:
            if not known:
                self._report(Rule.DTD, f"The element {name} is not part of TMX 1.4.")
            else:
                self._report(Rule.DTD, f"The element {name} is not allowed in {parent.name}.")
            return
        rank = model.rank(name)
        if rank < parent.rank:
            later = " or ".join(sorted(model.order[parent.rank]))
            self._report(Rule.DTD, f"In {parent.name}, {name} has to come before {later}.")
        if name in model.single and name in parent.seen:
            self._report(Rule.DTD, f"The element {parent.name} may hold only one {name}.")
        parent.rank = max(parent.rank, rank)
        parent.seen.add(name)

    def _attributes(self, name: str, model: Element, attributes: dict[str, str]) -> None:
        for attribute in model.required:
            if attribute not in attributes:
                hint = " (it has lang, which TMX 1.4 does not accept instead)"
                hint = hint if attribute == "xml:lang" and "lang" in attributes else ""
                self._report(Rule.DTD, f"The element {name} has no attribute {attribute}{hint}.")
        if name == "tmx" and "version" not in attributes:
            self._report(Rule.SPEC, "The element tmx has no attribute version.")
        for attribute, value in attributes.items():
            if attribute not in model.required and attribute not in model.optional:
                self._report(Rule.DTD, f"The element {name} has no place for {attribute}.")
                continue
            allowed = ENUMERATED.get((name, attribute))
            if allowed and value not in allowed:
                self._report(
                    Rule.DTD,
                    f"The attribute {attribute} of {name} is '{value}'; allowed are "
                    f"{', '.join(allowed)}.",
                )
            message = fault(name, attribute, value)
            if message:
                rule = Rule.DTD if attribute == "version" else Rule.SPEC
                self._report(rule, message)

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "header":
                self._header_srclang = attributes.get("srclang", "")
            case "tu":
                self._srclang = attributes.get("srclang", self._header_srclang)
                self._languages = []
            case "tuv":
                self._languages.append(attributes.get("xml:lang", attributes.get("lang", "")))
            case "seg":
                self._opened = {}
            case "bpt" | "ept":
                self._pair(name, attributes.get("i", ""))
            case "ude":
                self._maps_code, self._based = False, "base" in attributes
            case "map":
                self._maps_code |= "code" in attributes
                if not attributes.keys() & {"code", "ent", "subst"}:
                    self._report(Rule.SPEC, "The element map needs one of code, ent, subst.")

    def _pair(self, name: str, i: str) -> None:
        if not i:
            return
        if name == "bpt":
            if i in self._opened:
                self._report(Rule.SPEC, f"Two bpt in one seg have i='{i}'.")
            self._opened[i] = False
        elif i not in self._opened:
            self._report(Rule.SPEC, f"The ept with i='{i}' has no bpt before it in its seg.")
        elif self._opened[i]:
            self._report(Rule.SPEC, f"Two ept in one seg have i='{i}'.")
        else:
            self._opened[i] = True

    def _end(self, name: str) -> None:
        self._flush_here()
        closed = self._open.pop()
        if closed.model is not None:
            for child in closed.model.needed:
                if child not in closed.seen:
                    self._report(Rule.DTD, f"The element {name} has no {child}.")
            self._leave(name)
        if name == "tu":
            self._unit = None

    def _leave(self, name: str) -> None:
        if name == "seg":
            for i, paired in self._opened.items():
                if not paired:
                    self._report(Rule.SPEC, f"The bpt with i='{i}' has no ept in its seg.")
        elif name == "ude" and self._maps_code and not self._based:
            self._report(Rule.SPEC, "The element ude needs base, since a map of it has code.")
        elif name == "tu" and self._languages and self._srclang not in ("", "*all*"):
            wanted = self._srclang.lower()
            if wanted not in (language.lower() for language in self._languages):
                found = ", ".join(self._languages)
                self._report(
                    Rule.SPEC,
                    f"No tuv is in the source language '{self._srclang}' (found: {found}).",
                )

    def _text(self, data: str) -> None:
        opened = self._open[-1]
        if opened.model is None or opened.model.text or opened.text_reported:
            return
        if opened.model.empty or data.strip(" \t\n\r"):
            opened.text_reported = True
            self._flush_here()
            self._report(Rule.DTD, f"Text is not allowed directly in {opened.name}.")
