"""Printed lines become blocks: page headers go, broken words and paragraphs are made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from align.lines import hyphen_between
from align.readers.draft import Draft
from align.readers.marks import (
    BULLET,
    LEADERS,
    MAX_HEADING,
    ROMAN,
    ends_sentence,
    looks_like_heading,
    runs_on_into,
)
from align.records import Kind

_DIGITS = re.compile(r"\d+")
# No sentence's end: "1949." and "vi." may be the last line of a page.
_PAGE_NUMBER = re.compile(
    rf"\W*(?:page|p\.)?\s*(?:\d{{1,4}}|c{{0,3}}{ROMAN})\s*(?:(?:/|of|sur|de)\s*\d{{1,4}})?"
    r"[^\w.!?…]*",
    re.I,
)
_PAGE = re.compile(r"\A\d{1,4}\W+|\W+\d{1,4}\Z")  # beside a title at a page's top
_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010]\Z")
_BARE_BULLET = re.compile(r"[•‣◦▪▫●○■□◆►▶➤–\-\uf0b7]")
_NEAR = 4  # pages around one on which a chapter's title may come back
_EDGE = 2  # lines at the top and bottom of a page that may be a header or footer
_SAME_SIZE = 0.6  # points
_LARGER = 1.08


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was printed: x and y from the lower left in points, the size of its type."""

    page: int
    x: float
    y: float
    size: float
    bold: bool
    text: str


def printed_draft(lines: Sequence[Line], *, name: str) -> Draft:
    """Make blocks of the lines of a document, in the order in which they read."""
    draft = Draft(name)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    lines = _with_bullets(_without_furniture(lines, body))
    for group in _groups(lines, body) if lines else ():
        first = group[0]
        pieces = _pieces(group)
        text = "".join(pieces)
        mark = BULLET.match(text)
        kind = Kind.PARAGRAPH
        larger = first.size > body * _LARGER
        if mark and mark.end() < len(text) and not (larger or first.bold):
            parts = _parts(group, pieces, without=mark.end())
            kind, text, bullet = Kind.ITEM, text[mark.end() :], text[: mark.end()]
            draft.add(kind, text, place=_place(first), mark=bullet, parts=parts)
            continue
        if LEADERS.search(text):
            kind = Kind.META
        elif (larger and len(text) <= 2 * MAX_HEADING) or (
            all(line.bold for line in group) and looks_like_heading(text)
        ):
            kind = Kind.HEADING
        draft.add(kind, text, place=_place(first), parts=_parts(group, pieces))
    return draft


def _place(line: Line) -> str:
    return f"page {line.page}"


def _parts(
    group: Sequence[Line], pieces: Sequence[str], *, without: int = 0
) -> list[tuple[str, str]]:
    """Pair the pieces with their pages; `without`: characters left out at the beginning."""
    parts = []
    for line, piece in zip(group, pieces, strict=True):
        parts.append((piece[without:], _place(line)))
        without = max(without - len(piece), 0)
    return parts


def _without_furniture(lines: Sequence[Line], body: float) -> list[Line]:
    """Leave out page numbers, and lines that come back at the top or bottom of pages.

    What stands apart needs only be on two of the pages around it too, as a chapter's title is, or
    be the same as a heading before. What is printed larger than the body, or bold and apart, is
    a heading, though it comes back.
    """
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    leading = _leading(lines)
    goes_on = {line for before, line in pairwise(lines) if _is_next(before, line)}
    edges: dict[Line, float] = {}  # how far apart the outermost lines are from the next
    for found in pages.values():
        heights = sorted({round(line.y) for line in found})
        outer = {*heights[:_EDGE], *heights[-_EDGE:]}
        apart = {
            heights[-1]: heights[-1] - heights[-2:][0],
            heights[0]: heights[:2][-1] - heights[0],
        }
        for line in found:
            if round(line.y) in outer and line.size <= body * _LARGER:
                edges[line] = apart.get(round(line.y), -1)
    seen: dict[tuple[str, int], set[int]] = {}
    for line in edges:
        for reading in _readings(line):
            seen.setdefault(reading, set()).add(line.page)
    titles: dict[tuple[str, int], set[int]] = {}
    for line in edges:
        titles.setdefault((_title(line), round(line.y / 4)), set()).add(line.page)
    least = max(2, round(0.2 * len(pages)))
    headings = _headings(lines, body)

    def comes_back(line: Line, apart: float) -> bool:
        on = [seen[reading] for reading in _readings(line)]
        if len(pages) > 1 and max(map(len, on)) >= least:
            return True
        if line.bold or apart <= 1.25 * (leading or line.size):
            return False
        near = {line.page + step for step in range(-_NEAR, _NEAR + 1) if step}
        title = _title(line)
        return len(near & titles[title, round(line.y / 4)]) >= 2 or (
            headings.get(title, line.page) < line.page
        )

    gone = {
        line
        for line, apart in edges.items()
        if comes_back(line, apart)
        or (apart >= 0 and line not in goes_on and _PAGE_NUMBER.fullmatch(line.text))
    }
    return [line for line in lines if line not in gone]


def _title(line: Line) -> str:
    """A line without the page's number beside it, that of "Exercice 12" being none."""
    title = _PAGE.sub("", line.text).casefold()
    return title if " " in title else line.text.casefold()


def _headings(lines: Sequence[Line], body: float) -> dict[str, int]:
    """What is printed larger than the body, in small letters, and the page where it first is."""
    found: dict[str, int] = {}
    whole: list[str] = []
    for line in lines:
        if line.size <= body * _LARGER:
            whole = []
            continue
        whole.append(line.text.casefold())
        for text in (whole[-1], " ".join(whole)):
            found.setdefault(text, line.page)
    return found


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from a line to the next; 0 where there is none."""
    gaps = [
        round(a.y - b.y, 1)
        for a, b in pairwise(lines)
        if a.page == b.page and abs(a.size - b.size) < _SAME_SIZE and 0 < a.y - b.y < 3 * a.size
    ]
    return Counter(gaps).most_common(1)[0][0] if gaps else 0.0


def _is_next(before: Line, line: Line) -> bool:
    """Say whether a line stands right below one that no sentence ends: "le 12 mai" and "1949"."""
    near = before.page == line.page and 0 < before.y - line.y < 1.5 * line.size
    return near and abs(before.size - line.size) < _SAME_SIZE and not ends_sentence(before.text)


def _readings(line: Line) -> Iterator[tuple[str, int]]:
    """A line's text with none, one of the first or last, or all of its numbers counting pages."""
    height = round(line.y / 4)
    yield line.text, height
    numbers = list(_DIGITS.finditer(line.text))
    alone = [[number] for number in numbers if number in (*numbers[:3], *numbers[-3:])]
    for chosen in (*alone, numbers) if numbers else ():  # "Guide 12, page 5 / 97"
        text = line.text
        for number in reversed(chosen):
            relative = int(number[0][:9]) - line.page
            text = f"{text[: number.start()]}<{relative}>{text[number.end() :]}"
        yield text, height


def _with_bullets(lines: Sequence[Line]) -> list[Line]:
    """Put a bullet that was drawn alone before the line that it stands beside."""
    result: list[Line] = []
    bullet: Line | None = None
    for line in lines:
        if bullet is not None:
            if abs(bullet.y - line.y) < line.size and bullet.page == line.page:
                line = replace(line, x=bullet.x, text=f"{bullet.text} {line.text}")
            else:
                result.append(bullet)
            bullet = None
        if _BARE_BULLET.fullmatch(line.text):
            bullet = line
        else:
            result.append(line)
    return [*result, bullet] if bullet is not None else result


def _groups(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    """Cut the lines into blocks; notes that part a paragraph come behind it."""
    leading = _leading(lines)
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[round(0.9 * (len(lengths) - 1))]

    def cut(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
        group: list[Line] = []
        notes: list[Line] = []
        i = 0
        while i < len(lines):
            line = lines[i]
            if group and not _reads_on(group, line, leading=leading, width=width):
                end = _behind_notes(lines, i, body)
                if end and _reads_on(group, lines[end], leading=leading, width=width):
                    notes += lines[i:end]
                    i = end
                    continue
                yield group
                yield from cut(notes, 0.0)
                group, notes = [], []
            group.append(line)
            i += 1
        if group:
            yield group
            yield from cut(notes, 0.0)

    return cut(lines, body)


def _behind_notes(lines: Sequence[Line], start: int, body: float) -> int:
    """Where the body goes on, in another column or on the next page, behind smaller lines; or 0."""
    before = lines[start - 1]
    if before.size < body - _SAME_SIZE or before.size > body * _LARGER:
        return 0
    end = start
    while end < len(lines) and lines[end].size < before.size - _SAME_SIZE:
        end += 1
    if not start < end < len(lines):
        return 0
    turned = lines[end].page == before.page + 1 or lines[end].y > before.y
    return end if turned and lines[end].page <= before.page + 1 else 0


def _reads_on(group: Sequence[Line], line: Line, *, leading: float, width: int) -> bool:
    before = group[-1]
    if abs(before.size - line.size) >= _SAME_SIZE or LEADERS.search(before.text):
        return False
    ended = ends_sentence(before.text)
    short = len(before.text) < 0.6 * width
    inside = not (ended or short or before.text[-1] in ":;") and line.text[0].islower()
    if before.bold != line.bold and not inside:  # what a sentence stresses may fill a line
        return False
    drop = before.y - line.y
    if line.page != before.page or drop < 0:  # another page or column
        led = before.text[-1] == ":" and not line.text[0].islower()
        goes_on = not (ended or led or BULLET.match(line.text))
        return goes_on and len(before.text) > 0.5 * width
    if drop == 0:  # cells of a row, or pieces of a line
        return False
    if leading and drop > 1.25 * max(leading, line.size if line.size > before.size else 0):
        if inside and drop < 2 * line.size:  # something high stands in the line
            return True
        return line.size > leading and drop < 1.5 * line.size  # a heading over several lines
    left = min(part.x for part in group[1:]) if len(group) > 1 else before.x
    if BULLET.match(line.text):
        full = not (short or ended or before.text[-1] in ":;" or line.x > before.x + 5)
        return full and runs_on_into(line.text) and not BULLET.match(group[0].text)
    if short and not line.text[0].islower():
        return False
    return not (ended and (short or line.x > left + 5))


def _pieces(group: Sequence[Line]) -> list[str]:
    """What each line adds to a block: joined, the lines with the words that their ends broke."""
    pieces = [group[0].text]
    for line in group[1:]:
        text = "".join(pieces[-2:])  # a broken word may have filled a line
        hyphen = hyphen_between(text[:-1], line.text) if _BROKEN.search(text) else None
        if hyphen is None:
            pieces.append(f" {line.text}")
            continue
        if not hyphen or (text[-1] == "\u00ad" and line.text[0].islower()):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(line.text)
    return pieces
