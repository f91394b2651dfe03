"""What every aligner checks before it starts."""

from __future__ import annotations

from collections.abc import Sequence

from align.errors import DataError


def require_one_each(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translations: Sequence[str] | None,
    reverse: Sequence[str] | None,
) -> None:
    """Refuse translations that are not one for one, even where the aligner needs none.

    Raises:
        DataError: there are more or fewer translations than segments.
    """
    for given, side, what in ((translations, source, "source"), (reverse, target, "target")):
        if given is not None and len(given) != len(side):
            raise DataError(
                f"There are {len(given)} translations for {len(side)} {what} segments, "
                "one for each was expected."
            )
