"""Charts as SVG without scripts, drawn by pygal and coloured by the page's own style sheet."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from align.errors import counted
from align.records import Score
from align.reports.contents import Bars, DotPlot, Reliability
from align.reports.figures import with_interval

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML
_SVG = "{http://www.w3.org/2000/svg}"


def bar_chart(chart: Bars, *, key: str) -> str:
    """Draw bars with their intervals; `key` is unique in the page."""
    pygal = _pygal()
    highest = max(
        (score.high for _, scores in chart.series for score in scores if score), default=0.0
    )
    drawn = pygal.HorizontalBar(
        **_options(height=70 + 24 * len(chart.labels) * (len(chart.series) + 1)),
        range=(0, max(chart.top, highest)),
    )
    # pygal stacks a horizontal chart from the bottom up
    drawn.x_labels = [_label(label) for label in reversed(chart.labels)]
    for name, scores in chart.series:
        drawn.add(_label(name), [_bar(score) for score in reversed(scores)])
    return _svg(drawn, key=key, caption=chart.caption)


def dot_plot(plot: DotPlot, *, key: str) -> str:
    """Draw the path of an alignment, gold's under it, and the wrong beads as dots."""
    pygal = _pygal()
    drawn = pygal.XY(**_options(height=560), x_title="source segment", y_title="target segment")
    if plot.gold:
        drawn.add("gold", list(plot.gold), show_dots=False)
    drawn.add("proposed", list(plot.system), show_dots=False)
    if plot.wrong:
        drawn.add("proposed, not in gold", list(plot.wrong), stroke=False, dots_size=3)
    return _svg(drawn, key=key, caption=plot.caption)


def reliability_curve(curve: Reliability, *, key: str) -> str:
    """Draw the share of right beads against their scores, beside the diagonal."""
    pygal = _pygal()
    drawn = pygal.XY(
        **_options(height=420),
        x_title="score", y_title="share right", range=(0, 1), xrange=(0, 1),
    )  # fmt: skip
    drawn.add("as it should be", [(0, 0), (1, 1)], show_dots=False)
    drawn.add(
        "measured",
        [
            {"value": (p, right), "label": counted(count, "bead")}
            for p, right, _, _, count in curve.points
        ],
        dots_size=4,
    )
    bounds: list[tuple[float | None, float | None]] = []
    for predicted, _, low, high, _ in curve.points:
        bounds += [(predicted, low), (predicted, high), (None, None)]
    drawn.add("95% interval", bounds, show_dots=False, allow_interruptions=True)
    return _svg(drawn, key=key, caption=curve.caption)


def _pygal() -> Any:
    """Import pygal without the finder that it leaves in `sys.meta_path` for its plug-ins.

    That finder has no `find_spec`, so Python 3.11 would warn at every later import that fails.
    """
    import pygal

    sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]
    return pygal


def _options(*, height: int) -> dict[str, Any]:
    return {
        "js": (),
        "width": 760,
        "height": height,
        "margin": 12,
        "margin_left": 44,  # on a phone the style sheet writes labels larger than pygal counts
        "legend_at_bottom": True,
        "legend_box_size": 12,
        "classes": ("chart",),
        "truncate_legend": -1,
        "truncate_label": -1,
        "no_data_text": "nothing to draw",
    }


def _bar(score: Score | None) -> dict[str, Any] | None:
    if score is None or not score.count:
        return None
    bar: dict[str, Any] = {"value": round(score.value, 4), "label": with_interval(score)}
    if score.low < score.high:
        bar["ci"] = {"low": score.low, "high": score.high}
    return bar


def _label(text: str, *, limit: int = 28) -> str:
    text = _UNPRINTABLE.sub("\ufffd", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _svg(drawn: Any, *, key: str, caption: str) -> str:
    """Render without what a page does not need: scripts, colours of its own, hidden notes.

    A bar's or dot's hidden description becomes a title, which browsers show on hover.
    """
    from lxml import etree

    drawn.uuid = key
    root: _Element = drawn.render_tree()
    for tag in ("script", "style"):
        for node in list(root.iter(f"{_SVG}{tag}", tag)):
            _drop(node)
    for node in list(root.iter(etree.Comment)):
        _drop(node)
    for node in root.xpath("//*[contains(@class, 'tooltip-overlay')]"):
        _drop(node)
    for node in root.xpath("//*[starts-with(@id, 'activate-serie')]"):
        del node.attrib["id"]  # not unique in a page of several charts
    for node in list(root.iter(f"{_SVG}desc", "desc")):
        kind = node.get("class", "")
        if kind == "label" or (kind == "value" and _alone(node)):
            node.tag = "title"
            node.attrib.clear()
        else:
            _drop(node)
    caption = _UNPRINTABLE.sub("\ufffd", caption)
    title = root.find("title")
    if title is not None:
        title.text = caption
    root.set("role", "img")
    root.set("aria-label", caption)
    text: str = etree.tostring(root, encoding="unicode")
    return text


def _alone(node: _Element) -> bool:
    """Whether no label stands beside a value."""
    parent = node.getparent()
    return parent is not None and not any(
        child.get("class") == "label" for child in parent if isinstance(child.tag, str)
    )


def _drop(node: _Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
