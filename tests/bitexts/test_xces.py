"""Links of XCES, read as beads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.bitexts.xces import xces_beads
from align.cli import convert
from align.errors import ReadError, UsageError
from align.records import Bead

LINK = '<link id="SL0" xtargets="{}"/>'


def read(*targets: str, more: str = "") -> list[tuple[int, Bead]]:
    links = "\n".join(map(LINK.format, targets))
    data = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n'
        f'<cesAlign version="1.0">\n<linkGrp fromDoc="fr/d.xml.gz">\n{links}\n</linkGrp>{more}'
        "</cesAlign>"
    )
    return xces_beads(io.BytesIO(data.encode()), name="a.xces")


def test_numbers_from_one_become_indices_from_zero() -> None:
    assert read("1;1", "3 2;2", ";3", "4;") == [
        (5, Bead((0,), (0,))), (6, Bead((1, 2), (1,))), (7, Bead((), (2,))), (8, Bead((3,), ())),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        (["0;1"], "line 5: xtargets is '0;1'; numbers of segments from 1 were expected"),
        (["1;1", "s1.2;2"], "line 6: xtargets is 's1.2;2'"),
        ([";"], "line 5: xtargets is ';'"),
        (["1"], "line 5: xtargets is '1'"),
        (["1;1;1"], "line 5: xtargets is '1;1;1'"),
        (["1;1", "2;1"], "line 6: target index 1 is already in the bead of line 5"),
        (['1;1" certainty="high'], "line 5: certainty is 'high'; a number was expected"),
        (['1;1" certainty="nan'], "certainty is 'nan'"),
    ],
)
def test_what_is_no_bead_is_told_with_its_line(targets: list[str], said: str) -> None:
    with pytest.raises(ReadError) as found:
        read(*targets)
    assert said in str(found.value)
    assert str(found.value).startswith("a.xces, line ")


def test_links_of_several_documents_are_refused() -> None:
    with pytest.raises(ReadError, match="a second linkGrp; the links of one pair of documents"):
        read("1;1", more="<linkGrp/>")
    with pytest.raises(ReadError, match="the root element is 'tmx', 'cesAlign' was expected"):
        xces_beads(io.BytesIO(b"<tmx/>"), name="a.xces")
    with pytest.raises(ReadError, match="0 linkGrp in cesAlign, one was expected"):
        xces_beads(io.BytesIO(b"<cesAlign/>"), name="a.xces")


def test_convert_takes_links_there_and_back(tmp_path: Path) -> None:
    app = typer.Typer()
    convert.register(app)

    def run(*arguments: object) -> None:
        result = CliRunner().invoke(app, list(map(str, arguments)))
        if result.exception is not None:
            raise result.exception

    (tmp_path / "fr").write_text("Un.\nDeux.\nTrois.\nQuatre.\n")
    (tmp_path / "en").write_text("One.\nTwo, three.\nFive.\n")
    sides = ("--source", tmp_path / "fr", "--target", tmp_path / "en")
    beads = "[0]:[0]:0.9000\n[1, 2]:[1]:0.2500\n[3]:[]\n[]:[2]:0.0000\n"
    (tmp_path / "a.links").write_text(beads)
    run(tmp_path / "a.links", tmp_path / "a.xces", *sides)
    run(tmp_path / "a.xces", tmp_path / "b.links", *sides)
    assert (tmp_path / "b.links").read_text() == beads
    run(tmp_path / "a.xces", tmp_path / "b.tsv", "--from", "xces", *sides)
    assert (tmp_path / "b.tsv").read_text() == (
        "Un.\tOne.\t0.9000\nDeux. Trois.\tTwo, three.\t0.2500\n"
    )
    with pytest.raises(UsageError, match="beads are read with --source and --target"):
        run(tmp_path / "a.xces", tmp_path / "b.tsv")
    (tmp_path / "en").write_text("One.\n")
    with pytest.raises(ReadError, match=r"line 6: target index 2 is out of range: .* from 1"):
        run(tmp_path / "a.xces", tmp_path / "b.tsv", *sides)
