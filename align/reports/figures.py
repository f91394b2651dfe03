"""Numbers and names as a reader sees them, the same in HTML and Markdown."""

from __future__ import annotations

from align.records import Score
from align.reports.contents import Cell

DASH = "–"
NAMES = {
    "bleu": "BLEU",
    "chrf": "chrF",
    "chrf++": "chrF++",
    "ter": "TER (lower is better)",
    "comet": "COMET",
    "f1": "F1",
}


def named(score: str) -> str:
    """Return a score's name for people: `strict_f1` is `strict F1`."""
    if score in NAMES:
        return NAMES[score]
    return " ".join(NAMES.get(part, part) for part in score.split("_"))


def number(value: float, *, percent: bool = False) -> str:
    """Return a share with three decimals, a score out of a hundred with one."""
    return f"{value:.1f}" if percent else f"{value:.3f}"


def chance(score: float) -> str:
    """Return a pair's score with two decimals; only certainty is `1.00`."""
    return f"{score if score >= 1 else min(score, 0.99):.2f}"


def out_of_hundred(score: Score) -> bool:
    """Whether a score is one of those that sacrebleu gives out of a hundred."""
    return score.name.split("/")[-1] in {"bleu", "chrf", "chrf++", "ter"}


def cell(value: Cell) -> str:
    """Return a cell's text; a score without items behind it is a dash."""
    if value is None:
        return DASH
    if isinstance(value, Score):
        return shown(value)
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else value


def shown(score: Score) -> str:
    """Return a score's value, `–` where it rests on no items."""
    if not score.count:
        return DASH
    return number(score.value, percent=out_of_hundred(score))


def with_interval(score: Score) -> str:
    """Return a score's value, and its interval in brackets where there is one."""
    between = interval(score)
    return f"{shown(score)} ({between})" if between else shown(score)


def interval(score: Score) -> str:
    """Return `0.871 to 0.905`, or "" where there is none."""
    if not score.count or score.low == score.high == score.value:
        return ""
    percent = out_of_hundred(score)
    return f"{number(score.low, percent=percent)} to {number(score.high, percent=percent)}"
