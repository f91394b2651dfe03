"""Loading what is evaluated: forms, places, and one clear sentence for what is wrong."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import DataError, ReadError, UsageError
from align.evaluation.link_file import read_links
from align.evaluation.links import load_document, load_documents
from align.evaluation.locate import TextPair, common_segments, locate
from align.evaluation.segments import load_splits, read_split
from align.evaluation.texts import load_texts
from align.metrics.boundaries import score_boundaries
from align.metrics.resampling import Plan
from align.records import Bead

SOURCE = ["Un.", "Deux deux.", "Un.", "Trois  trois.", "Quatre."]
TARGET = ["One.", "Two.", "One.", "Three.", "Four."]
GOLD = "[0]:[0]\n[1]:[1]\n[2]:[2]\n[3]:[]\n[]:[3]\n[4]:[4]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fr").write_text("".join(f"{line}\n" for line in SOURCE), encoding="utf-8")
    (tmp_path / "en").write_text("".join(f"{line}\n" for line in TARGET), encoding="utf-8")
    (tmp_path / "gold.links").write_text(GOLD)
    return tmp_path


def tmx(units: list[tuple[str, str, str]]) -> str:
    body = "".join(
        "<tu>"
        + (f'<prop type="x-position">{position}</prop>' if position else "")
        + f'<tuv xml:lang="fr"><seg>{source}</seg></tuv>'
        + (f'<tuv xml:lang="en"><seg>{target}</seg></tuv>' if target else "")
        + "</tu>"
        for source, target, position in units
    )
    return (
        '<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" '
        'creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="fr" '
        f'datatype="plaintext"/><body>{body}</body></tmx>'
    )


def load(folder: Path, system: str, **places: str) -> tuple[Bead, ...]:
    return load_document(
        str(folder / system), str(folder / "gold.links"), name="d", **places
    ).system


def test_beads_of_vecaligns_form(folder: Path) -> None:
    (folder / "a.txt").write_text("[0]:[0]:0.5\n[1, 2]:[1, 2]\n")
    assert [bead.type for bead in load(folder, "a.txt")] == ["1:1", "2:2"]
    assert load(folder, "a.txt")[0].score == 0.5


@pytest.mark.parametrize("name", ["a.ladder", "a.txt", "a"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_ladder_of_hunalign(folder: Path, name: str, end: str) -> None:
    """Each rung is where a bead begins, and the last one where the texts end."""
    rungs = ["0\t0\t0.69", "1\t1\t-0.3", "3\t2\t1.02241", "3\t3\t0", "4\t3\t0.3", "5\t5\t-0.3"]
    (folder / name).write_text("".join(rung + end for rung in rungs), newline="")
    assert load(folder, name) == (
        Bead((0,), (0,)), Bead((1, 2), (1,)), Bead((), (2,)), Bead((3,), ()), Bead((4,), (3, 4)),
    )  # fmt: skip
    rungs = ["0\t0", "2\t2"]  # one by hand has no scores
    (folder / name).write_text("".join(rung + end for rung in rungs), newline="")
    assert [bead.type for bead in load(folder, name)] == ["2:2"]


@pytest.mark.parametrize("lines", ["1990\t1990\n1991\t1991\n", "0\t0\n7\t7\n3\t3\n", "0\t0\n"])
def test_figures_that_do_not_rise_from_nothing_are_no_ladder(folder: Path, lines: str) -> None:
    (folder / "a.txt").write_text(lines)
    assert read_links(str(folder / "a.txt")).pairs
    (folder / "a.ladder").write_text(lines)
    with pytest.raises(DataError, match=r"a\.ladder: this is no ladder of hunalign; indices of"):
        read_links(str(folder / "a.ladder"))


def test_tmx_with_positions(folder: Path) -> None:
    (folder / "a.tmx").write_text(tmx([("Un.", "One.", "[0]:[0]"), ("x", "", "[1]:[]")]))
    assert load(folder, "a.tmx") == (Bead((0,), (0,)), Bead((1,), ()))


def test_the_order_in_which_a_bead_lists_its_segments_is_no_error(folder: Path) -> None:
    (folder / "a.links").write_text("[2, 1]:[1]\n")
    (folder / "a.tmx").write_text(tmx([("x", "One.", "[2, 1]:[1]")]))
    for name in ("a.links", "a.tmx"):
        assert load(folder, name) == (Bead((1, 2), (1,)),)


def test_tsv_is_located_in_the_segments(folder: Path) -> None:
    # the second « Un. » is found after the first, and white space does not matter
    (folder / "a.tsv").write_text(
        "Un. Deux deux.\tOne. Two.\t0.9\nUn.\tOne.\nQuatre.\tFour.\n", encoding="utf-8"
    )
    places = {"source": str(folder / "fr"), "target": str(folder / "en")}
    assert load(folder, "a.tsv", **places) == (
        Bead((0, 1), (0, 1), score=0.9),
        Bead((2,), (2,)),
        Bead((4,), (4,)),
    )
    with pytest.raises(UsageError, match="--source and --target"):
        load(folder, "a.tsv")


def test_two_files_of_texts_meet_in_their_common_parts() -> None:
    gold = [TextPair("gold 1", "A b. C.", "X."), TextPair("gold 2", "D.", "Y. Z.")]
    system = [
        TextPair("system 1", "A b.", "X."),
        TextPair("system 2", "C.", ""),
        TextPair("system 3", "D.", "Z."),  # leaves Y out
    ]
    source, target = common_segments(system, gold)
    assert (source, target) == (("A b.", "C.", "D."), ("X.", "Y.", "Z."))
    assert [b.type for b in locate(gold, source, target)] == ["2:1", "1:2"]
    assert locate(system, source, target) == (
        Bead((0,), (0,)),
        Bead((1,), ()),
        Bead((2,), (2,)),
    )


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(any), min_size=1, max_size=12)
)
def test_locating_returns_the_beads_that_made_the_texts(shape: list[tuple[int, int]]) -> None:
    beads, i, j = [], 0, 0
    for a, b in shape:
        beads.append(Bead(tuple(range(i, i + a)), tuple(range(j, j + b))))
        i, j = i + a, j + b
    source, target = [f"s {n}." for n in range(i)], [f"t {n}!" for n in range(j)]
    pairs = [
        TextPair(
            "x", " ".join(source[n] for n in b.sources), " ".join(target[n] for n in b.targets)
        )
        for b in beads
    ]
    assert locate(pairs, source, target) == tuple(beads)


def test_folders_pair_by_stem(folder: Path) -> None:
    (folder / "system").mkdir()
    (folder / "golds").mkdir()
    for name in ("a", "b"):
        (folder / "golds" / f"{name}.links").write_text(GOLD)
        (folder / "system" / f"{name}.beads").write_text(GOLD)
    (folder / "golds/c.LINKS").write_text(GOLD)
    (folder / "system/c.Links").write_text(GOLD)
    documents = load_documents(str(folder / "system"), str(folder / "golds"))
    assert [d.name for d in documents] == ["a", "b", "c"]
    (folder / "system" / "b.beads").unlink()
    with pytest.raises(DataError, match=r"0 alignments are named b\.\*, one was expected"):
        load_documents(str(folder / "system"), str(folder / "golds"))
    (folder / "system/b.beads").write_text(GOLD)
    (folder / "golds/a.tsv").write_text("x\ty\n")  # would count the document twice
    with pytest.raises(DataError, match=r"golds: 2 alignments are named a\.\*, one was expected"):
        load_documents(str(folder / "system"), str(folder / "golds"))
    with pytest.raises(UsageError, match="two files or two folders"):
        load_documents(str(folder / "system"), str(folder / "gold.links"))
    with pytest.raises(ReadError, match=r"gold\.lnks: there is no such file or folder"):
        load_documents(str(folder / "system"), str(folder / "gold.lnks"))
    (folder / "golds/a.tsv").unlink()
    folders = str(folder / "system"), str(folder / "golds")
    with pytest.raises(UsageError, match=r"--target b\.en: this is one text for 3 documents"):
        load_documents(*folders, source="{name}.fr", target="b.en")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", "[0]:[0]\n[9]:[1]\n", r"a\.txt, line 2: source index 9 is out of range: .*has 5"),
        ("a.txt", "[0]:[0]\n[]:[7]\n", r"a\.txt, line 2: target index 7 is out of range"),
        ("a.txt", "[0]:[0]\n[0]:[1]\n", r"a\.txt, line 2: source index 0 is already in the bead"),
        ("a.txt", "[0]:[0]\noops\n", r"a\.txt, line 2: 'oops' is not a bead"),
        ("a.txt", "", r"a\.txt: the file is empty"),
        ("a.txt", "\n \n", r"a\.txt: the file is empty"),
        ("a.tmx", tmx([("U", "O", "[0]:[0]"), ("V", "P", "[0]:[1]")]), r"pair 2: source index 0"),
        ("a.tmx", tmx([("U", "O", "[0]:[0]"), ("V", "P", "[7]:[1]")]), r"pair 2: source index 7"),
        ("a.tmx", tmx([("U", "O", "0-0")]), r"a\.tmx, pair 1: '0-0' is not a bead"),
        ("a.tmx", "<tmx", r"a\.tmx"),
    ],
)
def test_bad_alignments(folder: Path, name: str, content: str, message: str) -> None:
    (folder / name).write_text(content)
    with pytest.raises(DataError, match=message):
        load(folder, name)


def test_gold_for_another_text(folder: Path) -> None:
    (folder / "a.tsv").write_text("Tout autre chose.\tSomething else.\n")
    places = {"source": str(folder / "fr"), "target": str(folder / "en")}
    with pytest.raises(DataError, match=r"a\.tsv, line 1: the source text 'Tout autre chose\.'"):
        load(folder, "a.tsv", **places)
    (folder / "gold.tsv").write_text("Un.\tOne.\n")
    with pytest.raises(DataError, match=r"a\.tsv, line 1: the source text .* is not in the other"):
        load_document(str(folder / "a.tsv"), str(folder / "gold.tsv"), name="d")


def test_one_segment_is_told_as_one(folder: Path) -> None:
    (folder / "short").write_text("Un.\n")
    (folder / "a.txt").write_text("[1]:[0]\n")
    places = {"source": str(folder / "short"), "target": str(folder / "en")}
    with pytest.raises(DataError, match=r"out of range: there is 1 source segment, numbered"):
        load(folder, "a.txt", **places)


def test_segments_given_bound_the_indices(folder: Path) -> None:
    (folder / "short").write_text("Un.\nDeux.\n")
    (folder / "a.txt").write_text("[0]:[0]\n")
    places = {"source": str(folder / "short"), "target": str(folder / "en")}
    with pytest.raises(DataError, match=r"gold\.links, line 3: .* there are 2 source segments"):
        load(folder, "a.txt", **places)
    with pytest.raises(UsageError, match="go together"):
        load(folder, "a.txt", source=str(folder / "fr"))


def test_gold_without_nulls_does_not_bound_null_beads(folder: Path) -> None:
    (folder / "gold.links").write_text("[0]:[0]\n[1]:[1]\n")
    (folder / "a.txt").write_text("[0]:[0]\n[1]:[1]\n[2]:[]\n")
    assert len(load(folder, "a.txt")) == 3


def test_content_tells_the_format(folder: Path) -> None:
    (folder / "x").write_text("[sic]\tthis\n")
    assert read_links(str(folder / "x")).pairs[0].source == "[sic]"
    (folder / "y").write_text("[0]:[1]\t\n")
    assert read_links(str(folder / "y")).beads[0][1] == Bead((0,), (1,))


def test_texts_of_unequal_length(tmp_path: Path) -> None:
    for name, lines in (("a", 3), ("b", 5), ("c", 0)):
        (tmp_path / name).write_text("line\n" * lines)
    with pytest.raises(
        DataError, match=r"b, line 4: no line pairs with this one, because .*a ends"
    ):
        load_texts([str(tmp_path / "a")], str(tmp_path / "b"))
    with pytest.raises(DataError, match=r"c: there is no text"):
        load_texts([str(tmp_path / "c")], str(tmp_path / "b"))
    with pytest.raises(UsageError, match="given twice"):
        load_texts([str(tmp_path / "a")] * 2, str(tmp_path / "a"))
    systems, references, sources = load_texts([str(tmp_path / "a")], str(tmp_path / "a"))
    assert (list(systems), len(references), sources) == (["a"], 3, [])


DOCUMENTS = [["Un. Deux.", "Trois."], ["Quatre !", "Cinq.", "Six."]]


def lines_of(text: str, spans: list[tuple[int, int]]) -> str:
    return "".join(
        json.dumps({"start": a, "end": b, "text": text[a:b], "lang": "fr"}) + "\n" for a, b in spans
    )


def test_forms_of_segmentations(tmp_path: Path) -> None:
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps(DOCUMENTS))
    same = load_splits(str(gold), str(gold))
    assert [split.gold for split in same] == [tuple(part) for part in DOCUMENTS]
    text = "Un. Deux. Trois.\n\nQuatre !\nCinq. Six."
    spans = [(0, 3), (4, 9), (10, 26), (27, 32), (33, 37)]
    (tmp_path / "system").write_text(lines_of(text, spans))
    (split,) = load_splits(str(tmp_path / "system"), str(gold))
    scores = score_boundaries([split], plan=Plan(resamples=10))
    # the end of the first document is given; of 3 boundaries 3 are found, and one too many
    assert [s.count for s in scores.micro] == [4, 3, 3]
    assert [(c.kind, c.before) for c in scores.confusions] == [("spurious", "Un.")]
    (tmp_path / "plain").write_text("Un. Deux.\nTrois.\n")
    assert read_split(str(tmp_path / "plain")).documents == (("Un. Deux.", "Trois."),)
    (tmp_path / "bracket").write_text("[sic] Un.\nDeux.\n")
    assert read_split(str(tmp_path / "bracket")).documents[0][0] == "[sic] Un."
    (tmp_path / "one").write_text('["Un.", "Deux."]')
    assert read_split(str(tmp_path / "one")).documents == (("Un.", "Deux."),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ('[["a"], ["b"\n', "line 2: this is no JSON"),
        ('[["a"], 3]', "item 2 is no list of sentences"),
        ("[[]]", "there is no sentence"),
        ('{"start": 0, "end": 2, "text": "ab"}\n{"start": 2}\n', "line 2: an object with start"),
        ('{"start": 0, "end": 3, "text": "ab"}\n', "line 1: start 0 and end 3 do not fit"),
        (
            '{"start": 5, "end": 7, "text": "ab"}\n{"start": 6, "end": 7, "text": "b"}\n',
            "line 2: start 6 and end 7 .* ends at 7",
        ),
        ("[" * 100_000, "this is no JSON .maximum recursion depth"),
        ('[["a", ' + "9" * 5000 + "]]", "this is no JSON .Exceeds the limit"),
        ('{"start": 1e999, "end": 2, "text": "ab"}\n', "line 1: an object with start"),
        ('{"start": ' + "[" * 100_000, "line 1: an object with start"),
        ('[["Un. Deux.", "Trois."]]', None),
        ('[["a"], ["b"], ["c"]]', "has 3 documents and .* has 2"),
    ],
)
def test_bad_segmentations(tmp_path: Path, content: str, message: str | None) -> None:
    (tmp_path / "gold").write_text(json.dumps(DOCUMENTS))
    (tmp_path / "system").write_text(content)
    with pytest.raises(DataError, match=message):
        score_boundaries(load_splits(str(tmp_path / "system"), str(tmp_path / "gold")))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Un. Deux.\n\nQuatre !\n", "system, line 3: 'Quatre !' does not continue gold's text"),
        (lines_of("Un. Deux. Six.", [(0, 9), (10, 14)]), "system, line 2: 'Six.' does not"),
        ('[["Un. Deux.", "Trois."], ["Cinq."]]', "system, document 2, sentence 1: 'Cinq.' does"),
        ("Un. Deux.\nTrois.\n", "system, line 2: the system's sentences end here, 16 characters"),
    ],
)
def test_a_segmentation_of_another_text(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "gold").write_text(json.dumps(DOCUMENTS))
    (tmp_path / "system").write_text(content)
    with pytest.raises(DataError, match=message):
        score_boundaries(load_splits(str(tmp_path / "system"), str(tmp_path / "gold")))


def test_texts_meet_a_file_that_has_numbers_and_texts(tmp_path: Path) -> None:
    units = [
        {"source": "Il pleut.", "target": "It rains.", "position": "[1]:[1]"},
        {"source": "La nuit tombe.", "target": "A machine's.", "position": "[2]:[]"},
    ]
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(unit)}\n" for unit in units))
    (tmp_path / "b.tsv").write_text("Il pleut.\tIt rains.\n")
    numbered, texts = str(tmp_path / "a.jsonl"), str(tmp_path / "b.tsv")
    for system, gold in ((numbered, texts), (texts, numbered)):
        (document,) = load_documents(system, gold)
        assert Bead((0,), (0,)) in document.system
        assert Bead((0,), (0,)) in document.gold
    assert [bead.null for bead in document.gold] == [False, True]
    (document,) = load_documents(numbered, numbered)
    assert document.system[0] == Bead((1,), (1,))


def test_numbers_of_other_segments_give_way_to_the_texts(folder: Path) -> None:
    unit = {"source": "Trois trois.", "target": "Three.", "position": "[0]:[0]"}
    (folder / "a.jsonl").write_text(json.dumps(unit))
    sides = {"source": str(folder / "fr"), "target": str(folder / "en")}
    gold = str(folder / "gold.links")
    (document,) = load_documents(str(folder / "a.jsonl"), gold, **sides)
    assert document.system == (Bead((3,), (3,)),)
    (folder / "a.jsonl").write_text(json.dumps(unit | {"source": "Autre chose."}))
    with pytest.raises(DataError, match=r"a.jsonl, line 1: the source text 'Autre chose.' is not"):
        load_documents(str(folder / "a.jsonl"), gold, **sides)
