"""What a model writes as `<unk>` comes from the source, where it can be told from where."""

from __future__ import annotations

from collections.abc import Container, Sequence

UNKNOWN = "<unk>"
_SPACE = "▁"
_PLAIN = frozenset(",.;:!?'’-()")
_RENDERED = {"«": '"', "»": '"', "“": '"', "”": '"', "″": '"'}
_OPENING, _CLOSING = ("«", "“"), ("»", "”")  # guillemets stand apart from what they quote
_STOPS = (",", ".", ";", ":", "!", "?")


def restore_unknown(
    source: Sequence[str], target: Sequence[str], known: Container[str]
) -> list[str]:
    """Replace each `<unk>` of the target by the source piece it stands for, else drop it.

    A model that met `$` or `ü` in training without having a piece for it has learnt to write
    `<unk>` there. Where source and target have the same number of such places they are the
    same ones, in order: first counting pieces that the model does not know, then these and
    the rarer signs (quotation marks become `"`, close to what they quote; what a piece has behind
    its mark, as `»,` has, comes with it only where the target does not write it too).

    Args:
        source: the pieces read.
        target: the pieces written.
        known: the model's vocabulary.
    """
    count = list(target).count(UNKNOWN)
    if not count:
        return list(target)
    strange = [piece for piece in source if piece not in known]
    signs = [piece for piece in source if piece not in known or _sign(piece)]
    if count == len(strange):
        fillings = strange
    elif count == len(signs):
        fillings = signs
    else:
        return _without(target)
    restored: list[str] = []
    follows = iter([*target[1:], ""])
    opened = False  # by the piece before
    for piece in target:
        after = next(follows)
        if piece != UNKNOWN:
            restored.append(piece.lstrip(_SPACE) if opened else piece)
            opened = opened and not restored[-1]
            continue
        piece = fillings[len(fillings) - count]
        count -= 1
        bare = piece.lstrip(_SPACE)
        opened = bare[:1] in _OPENING
        closes = bare[:1] in _CLOSING
        if closes and restored and restored[-1] == _SPACE:
            restored.pop()
        spaced = restored and restored[-1] == _SPACE
        lead = "" if closes or spaced else piece[: len(piece) - len(bare)]
        restored.append(lead + _written(bare, after.lstrip(_SPACE)))
    return restored


def _written(sign: str, after: str) -> str:
    """Write a sign as English does, without the stop that the target writes behind it."""
    english = "".join(_RENDERED.get(letter, letter) for letter in sign)
    again = sign[:1] in _CLOSING and sign[1:2] in _STOPS and after[:1] in _STOPS
    return english[:1] if again else english


def _without(target: Sequence[str]) -> list[str]:
    """Drop each `<unk>`, and the space before it where another follows."""
    kept: list[str] = []
    for piece, after in zip(target, [*target[1:], _SPACE], strict=True):
        if piece != UNKNOWN:
            kept.append(piece)
        elif kept and kept[-1] == _SPACE and after[:1] in (_SPACE, UNKNOWN[0], *_PLAIN):
            kept.pop()
    return kept


def _sign(piece: str) -> bool:
    bare = piece.lstrip(_SPACE)
    return bool(bare) and bare not in _PLAIN and not any(map(str.isalnum, bare))
