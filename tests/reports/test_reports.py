"""The report as HTML, Markdown, JSON and text, hostile texts included."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from align.errors import UsageError
from align.records import Origin, Score, Segment, TranslationUnit
from align.reports import reporter_for
from align.reports.contents import (
    Bars,
    Difference,
    Differences,
    DotPlot,
    GoldBead,
    Pair,
    Pairs,
    Reliability,
    Report,
    Run,
    Section,
    Table,
)
from align.reports.data import JsonReporter
from align.reports.html import HtmlReporter
from align.reports.markdown import MarkdownReporter
from align.reports.run import SELF_FLATTERY, RunSummary, render, run_report
from align.reports.terminal import TerminalReporter
from align.reports.words import difference
from align.signature import Signature

HOSTILE = (
    '<script>alert("x")</script>',
    "</style></svg><img src=http://example.org/x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "\u202eesrever \u202a\u2067 עברית",
    "x" * 10_000,
    "--><!-- & &lt; ' \" `",
    "\x0b\x00control\ud800",
)
SIGNATURE = Signature.of(metric="links", version="1")


def score(name: str, value: float, count: int = 100) -> Score:
    return Score(name, value, value - 0.02, value + 0.02, count, SIGNATURE)


def full_report(text: str) -> Report:
    """A report with every kind of item, `text` wherever a text can stand."""
    items = (
        Table(text, ("", text), ((text, score("strict_f1", 0.9)), (text, None), (text, 3))),
        Bars(text, (text, "lax F1"), ((text, (score("x", 0.8), None)),)),
        DotPlot(text, ((0, 0), (1, 1.5)), ((0, 0), (1, 1)), ((1, 1.5),)),
        Reliability(text, ((0.3, 0.2, 0.1, 0.4, 12), (0.9, 0.95, 0.9, 1.0, 80))),
        Pairs(
            text,
            (
                Pair(text, text, text, 0.5, ("wrong", text), (GoldBead(text, text, text),), text),
                Pair("[0]:[]", "seul", ""),
            ),
            "fr",
            "en",
        ),
        Differences(text, (difference(text, "another text", label=text, source=text),), "en"),
    )
    sections = tuple(Section(text, items[n : n + 2], (text,)) for n in (0, 2, 4))
    return Report(text, sections, (text,), (text,), ((text, SIGNATURE),), "2026-01-02 03:04")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    page = HtmlReporter().render(full_report(text))
    tree = lxml_html.fromstring(page.encode())
    assert len(tree.findall(".//script")) == 1
    assert len(tree.findall(".//style")) == 1
    assert not tree.findall(".//img")
    assert len(tree.xpath("//*[local-name()='svg']")) == 3
    assert page.startswith("<!doctype html>")
    cell = tree.xpath("//tbody/tr/th")[0].text_content()
    assert cell == re.sub("[\x00\x0b\ud800]", "\ufffd", text)
    assert MarkdownReporter().render(full_report(text))
    assert TerminalReporter().render(full_report(text))
    assert json.loads(JsonReporter().render(full_report(text)))["title"] == text


def test_page_asks_nothing_of_the_network() -> None:
    page = HtmlReporter().render(full_report("plain"))
    tree = lxml_html.fromstring(page)
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.split("}")[-1] in ("src", "href", "action", "data", "poster", "srcset"):
                assert value.startswith(("#", "data:")), (element.tag, name, value)
    assert not re.search(r"@import|url\(", page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_page_is_accessible_in_what_can_be_checked() -> None:
    tree = lxml_html.fromstring(HtmlReporter().render(full_report("plain")))
    assert tree.get("lang") == "en"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in tree.xpath("//label/@for"):
        assert label in ids
    for chart in tree.xpath("//*[local-name()='svg']"):
        assert chart.get("role") == "img"
        assert chart.get("aria-label") == "plain"
        assert not chart.xpath(".//*[local-name()='script' or local-name()='style']")
    assert tree.xpath("//form[@hidden]")  # search is for those who have JavaScript


def test_same_contents_in_every_form() -> None:
    report = full_report("plain")
    markdown = MarkdownReporter().render(report)
    assert "0.900 (0.880 to 0.920)" in markdown
    assert "0.900 (0.880 to 0.920)" in TerminalReporter().render(report)
    assert "0.880 to 0.920" in HtmlReporter().render(report)
    held = json.loads(JsonReporter().render(report))
    first = held["sections"][0]["items"][0]
    assert first["type"] == "Table"
    assert first["rows"][0][1]["value"] == 0.9
    assert first["rows"][0][1]["signature"] == "metric:links|version:1"
    assert str(SIGNATURE) in markdown


def test_a_figure_over_nothing_is_a_dash() -> None:
    nothing = Score("strict_f1", 0.0, 0.0, 0.0, 0, SIGNATURE)
    report = Report("t", (Section("s", (Table("c", ("", "F1"), (("x", nothing),)),)),))
    assert "| x | – |" in MarkdownReporter().render(report)
    tree = lxml_html.fromstring(HtmlReporter().render(report))
    assert tree.xpath("//td")[0].text_content() == "–"


def test_charts_are_the_same_from_run_to_run() -> None:
    assert HtmlReporter().render(full_report("a")) == HtmlReporter().render(full_report("a"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_differences_hold_both_texts(hypothesis: str, reference: str) -> None:
    runs = difference(hypothesis, reference, label="x").runs
    assert "".join(run.text for run in runs if run.kind != "removed") == hypothesis
    assert "".join(run.text for run in runs if run.kind != "added") == reference


def test_differences_of_very_long_texts() -> None:
    found = difference("a b " * 5_000, "a c " * 5_000, label="x")
    assert [run.kind for run in found.runs] == ["removed", "added"]


def test_markdown_marks_words() -> None:
    runs = (Run("same", "The "), Run("removed", "old "), Run("added", "new "), Run("same", "x"))
    report = Report("t", (Section("s", (Differences("d", (Difference("line 1", runs),)),)),))
    assert "- line 1: The ~~old~~ **new** x" in MarkdownReporter().render(report)


def test_endings(tmp_path: Path) -> None:
    assert isinstance(reporter_for("x.HTML"), HtmlReporter)
    assert isinstance(reporter_for("x.md"), MarkdownReporter)
    assert isinstance(reporter_for("x.json"), JsonReporter)
    with pytest.raises(UsageError, match=r"x\.pdf: a report ends in \.html, \.md, \.json"):
        reporter_for("x.pdf")


def unit(number: int, **changes: object) -> TranslationUnit:
    values: dict[str, object] = {
        "source": f"Phrase {number}.", "target": f"Sentence {number}.", "source_lang": "fr",
        "target_lang": "en", "bead": "1:1", "origin": Origin.HUMAN,
        "position": f"[{number}]:[{number}]", "score": 0.95,
    }  # fmt: skip
    return TranslationUnit(**(values | changes))  # type: ignore[arg-type]


def summary(**changes: object) -> RunSummary:
    values: dict[str, object] = {
        "source_name": "a.txt", "target_name": "b.txt", "source_lang": "fr", "target_lang": "en",
        "source_segments": 5, "target_segments": 4, "signature": SIGNATURE,
        "units": (
            unit(0),
            unit(1, origin=Origin.MACHINE, flags=("truncated", "numbers"), score=None),
            unit(2, bead="1:2", crossing=True),
        ),
        "unaligned_source": (Segment(3, 0, "fr", 0, 4, "Reste."),),
        "unaligned_target": (Segment(3, 0, "en", 0, 4, "Left over."),),
    }  # fmt: skip
    return RunSummary(**(values | changes))  # type: ignore[arg-type]


def test_run_report_shows_what_there_is() -> None:
    page = lxml_html.fromstring(render(summary()))
    text = " ".join(page.text_content().split())
    assert "3 pairs (2 with a human target, 1 with a machine's) from 5 source segments (fr)" in text
    assert "Reste." in text
    assert "Left over." in text
    assert page.xpath("//option[@value='truncated']")[0].text == "truncated (1)"
    assert page.xpath("//option[@value='machine']")[0].text == "machine (1)"
    assert len(page.xpath("//ol[@class='beads']/li")) == 3
    titles = [heading.text for heading in page.findall(".//h2")]
    assert titles == ["Counts", "Bead scores", "Flags", "Left unaligned", "Pairs", "Signatures"]


def test_shares_of_pairs_have_no_interval() -> None:
    bars = lxml_html.fromstring(render(summary())).xpath("//*[@class='bar']//title/text()")
    assert "1.000" in bars
    assert not [text for text in bars if " to " in text]


def test_run_report_shows_how_far_scores_are_probabilities_where_a_reference_tells() -> None:
    points = ((0.3, 0.0, 0.0, 0.79, 1), (0.8, 1.0, 0.34, 1.0, 2))
    curve = Section("Reliability of the scores", (Reliability("Right beads, 3", points),))
    report = run_report(summary(reliability=curve))
    titles = [section.title for section in report.sections]
    assert titles[1:3] == ["Bead scores", "Reliability of the scores"]
    assert report.sections[1].notes == ()
    assert run_report(summary()).sections[1].notes  # says that nothing checks the scores
    assert "Right beads, 3" in render(summary(reliability=curve))


def test_run_report_warns_of_scores_that_flatter_themselves() -> None:
    scores = (Score("bleu", 35.0, 34.0, 36.0, 3, SIGNATURE),)
    flattered = run_report(summary(scores=scores, aligned_by_translation=True))
    assert flattered.warnings == (SELF_FLATTERY,)
    assert run_report(summary(scores=scores)).warnings == ()
    assert run_report(summary(aligned_by_translation=True)).warnings == ()
    page = render(summary(scores=scores, references=(("a b", "a c"),)))
    assert "<ins>b</ins>" in page
    assert "<del>c</del>" in page
    assert "35.0" in page


def test_run_report_of_nothing() -> None:
    empty = summary(units=(), unaligned_source=(), unaligned_target=(), source_segments=0)
    titles = [section.title for section in run_report(empty).sections]
    assert titles == ["Counts", "Pairs"]
    assert "0 pairs" in render(empty)


def test_numbers_as_text_align_like_numbers() -> None:
    rows = (
        ("1", "+0.409", "+0.313 to -0.526", "363 / 390", "< 0.001", "2:1", "0.5 or so"),
        ("2", "-7.1", "1 to 2", "1,344", "0.045", "1:1", "."),
    )
    columns = ("n", "difference", "interval", "items", "p", "bead", "words")
    page = HtmlReporter().render(
        Report("t", sections=(Section("s", (Table("c", columns, rows),)),))
    )
    for column in columns:
        right = column in ("difference", "interval", "items", "p")
        assert (f'<th scope="col" class="number">{column}</th>' in page) == right


def test_run_report_lists_what_is_in_no_output() -> None:
    dates = Segment(0, 0, "fr", 0, 4, "1984"), Segment(3, 2, "en", 9, 13, "1985")
    report = run_report(summary(left_out=dates))
    (section,) = [section for section in report.sections if section.title == "Left out"]
    assert section.items[0].rows == (("fr", "1984"), ("en", "1985"))
    assert "Left out" not in [section.title for section in run_report(summary()).sections]


def test_only_what_is_certain_is_shown_as_one() -> None:
    page = render(summary(units=(unit(0, score=0.9969), unit(1, score=1.0))))
    assert re.findall(r'title="score">([\d.]+)<', page) == ["0.99", "1.00"]


def test_line_breaks_that_browsers_do_not_draw_are_spaces() -> None:
    assert "ligne unicode" in render(summary(units=(unit(0, source="ligne\u2028unicode"),)))
