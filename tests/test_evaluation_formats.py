"""Which files `align evaluate links` takes for alignments."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.errors import DataError
from align.evaluation.link_file import read_links


@pytest.mark.parametrize("name", ["a.xlf", "a.XLSX", "a.parquet", "a.xces"])
def test_another_format_is_refused_with_those_that_are_taken(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"<xliff/>\0")
    with pytest.raises(DataError, match=r": one of \.tmx, \.tsv, .* was expected; `align convert`"):
        read_links(str(path))
