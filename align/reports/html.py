"""The report as one HTML file that asks for nothing from the network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

from align.records import TRANSLATION_FLAGS
from align.reports.charts import bar_chart, dot_plot, reliability_curve
from align.reports.contents import Bars, DotPlot, Pairs, Reliability, Report, Table
from align.reports.figures import cell, chance, interval, shown
from align.signature import package_version

if TYPE_CHECKING:
    from jinja2 import Environment

_BAD = frozenset({"wrong", *TRANSLATION_FLAGS} - {"split"})
_GOOD = frozenset({"strict"})
_NUMBERS = re.compile(r"[<+-]? ?\d[\d.,]*(?:(?: to | / )[+-]?(?:\d[\d.,]*|–))*", re.ASCII)
"""A number as text: a difference, an interval, a p, the items of several systems."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_BREAKS = re.compile("[\x85\u2028\u2029]")  # browsers draw nothing for them


class HtmlReporter:
    """Renders a report as one self-contained page, readable without JavaScript."""

    def render(self, report: Report) -> str:
        """Return the whole page."""
        from markupsafe import Markup

        script = _file("page.js")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        page = _environment().get_template("page.html.jinja")
        text = page.render(
            report=report,
            style=Markup(_file("page.css")),
            script=Markup(script),
            script_hash=f"sha256-{digest}",
            version=package_version(),
        )
        return _BREAKS.sub(" ", _UNPRINTABLE.sub("\ufffd", text))


def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader

    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, trim_blocks=True, keep_trailing_newline=True
    )
    environment.globals.update(
        chance=chance,
        kind=lambda value: type(value).__name__,
        cell=cell,
        shown=shown,
        interval=interval,
        numeric=_numeric,
        draw=_draw,
        tags=_tags,
        tag_class=_tag_class,
    )
    return environment


def _file(name: str) -> str:
    return (files("align.reports") / name).read_text(encoding="utf-8")


def _draw(chart: Bars | DotPlot | Reliability, key: str) -> str:
    from markupsafe import Markup

    if isinstance(chart, Bars):
        svg = bar_chart(chart, key=key)
    elif isinstance(chart, DotPlot):
        svg = dot_plot(chart, key=key)
    else:
        svg = reliability_curve(chart, key=key)
    return Markup(svg)  # lxml has escaped the labels in it


def _numeric(table: Table, column: int) -> bool:
    """Whether a column holds numbers only; text aligns left, numbers right."""
    values = [row[column] for row in table.rows if row[column] is not None]
    return (
        column > 0
        and bool(values)
        and all(_NUMBERS.fullmatch(value) if isinstance(value, str) else True for value in values)
    )


def _tags(pairs: Pairs) -> list[tuple[str, int]]:
    counted = Counter(tag for pair in pairs.pairs for tag in pair.tags)
    return sorted(counted.items())


def _tag_class(tag: str) -> str:
    return "bad" if tag in _BAD else "good" if tag in _GOOD else ""
