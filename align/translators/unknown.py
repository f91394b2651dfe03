"""What a model writes as `<unk>` comes from the source, where it can be told from where."""

from __future__ import annotations

from collections.abc import Container, Sequence

UNKNOWN = "<unk>"
_SPACE = "▁"
_PLAIN = frozenset(",.;:!?'’-()")
_RENDERED = {"«": '"', "»": '"', "“": '"', "”": '"', "″": '"'}


def restore_unknown(
    source: Sequence[str], target: Sequence[str], known: Container[str]
) -> list[str]:
    """Replace each `<unk>` of the target by the source piece it stands for, else drop it.

    A model that met `$` or `ü` in training without having a piece for it has learnt to write
    `<unk>` there. Where source and target have the same number of such places they are the
    same ones, in order: first counting pieces that the model does not know, then these and
    the rarer signs (quotation marks become `"`).

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
    for piece in target:
        if piece == UNKNOWN:
            piece = fillings[len(fillings) - count]
            count -= 1
            bare = piece.lstrip(_SPACE)
            piece = piece[: len(piece) - len(bare)] + _RENDERED.get(bare, bare)
            if restored and restored[-1] == _SPACE:
                piece = piece.lstrip(_SPACE)
        restored.append(piece)
    return restored


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
