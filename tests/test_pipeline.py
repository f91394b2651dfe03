"""From documents to units: who is linked to whom, what is translated, what is left out."""

from pathlib import Path

import pytest

from align.errors import DataError, UsageError
from align.pipeline import run
from align.reading import read_segments
from align.records import Origin
from align.translators import open_translator
from align.units import PAIRS

PRESS = Path(__file__).parents[1] / "corpora" / "press-release"
FRENCH, ENGLISH = PRESS / "press-release.fr.txt", PRESS / "press-release.en.txt"
OTHER_CAPTION = (
    "Three fishermen repair their nets in the harbour of another town, far away from all of this."
)


class Spy:
    """Opens the fake translator and remembers what it was asked."""

    def __init__(self):
        self.opened, self.texts = [], []

    def __call__(self, source_lang, target_lang):
        self.opened.append((source_lang, target_lang))
        self._inner = open_translator(engine="fake")
        return self

    @property
    def signature(self):
        return self._inner.signature

    def translate(self, texts, *, progress=None):
        self.texts += texts
        return self._inner.translate(texts, progress=progress)

    def score(self, pairs, *, progress=None):
        return self._inner.score(pairs, progress=progress)


@pytest.fixture
def spy():
    return Spy()


@pytest.fixture
def write(tmp_path):
    def written(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def pairs_of(result, origin):
    return [
        (u.source, u.target) for u in result.units if u.origin is origin and u.source and u.target
    ]


def assert_nothing_lost(result, segments):
    """Each segment but the date lines stands in a unit; each bead's segments are in the text."""
    held = "\n".join(u.source + "\n" + u.target for u in result.units)
    meta = {s.index for s in result.meta}
    for segment in segments:
        if segment.index not in meta:
            assert " ".join(segment.text.split("\n")) in held


def test_the_caption_goes_with_the_first_sentence(spy):
    result = run(FRENCH, open_translator=spy)
    [(source, target)] = pairs_of(result, Origin.HUMAN)
    assert source.startswith("Ce jeudi (14 mars 2024), la maire de Lormeau")
    assert target.startswith("The mayor of Lormeau, Hélène Vasseur, opens")
    assert target.endswith("J. P. Keller Jr.")
    assert_nothing_lost(result, read_segments(FRENCH, None, None)[1])
    assert (result.source_lang, result.target_lang) == ("fr", "en")
    assert spy.opened == [("fr", "en")]


def test_the_caption_goes_with_the_first_sentence_by_the_bundled_model():
    result = run(FRENCH, open_translator=lambda one, other: open_translator(
        source_lang=one, target_lang=other, beam=1, threads=1
    ))  # fmt: skip
    [(source, _)] = pairs_of(result, Origin.HUMAN)
    assert source.startswith("Ce jeudi (14 mars 2024)")
    [linked] = [u for u in result.units if u.origin is Origin.HUMAN and u.source and u.target]
    assert linked.score > 0.9
    machine = [u for u in result.units if u.origin is Origin.MACHINE]
    assert len(machine) == 11
    assert all(u.engine and u.target for u in machine)


def test_a_caption_about_something_else_goes_with_nothing(spy, write):
    text = FRENCH.read_text(encoding="utf-8")
    caption = next(line for line in text.split("\n") if line.startswith("The mayor"))
    result = run(write("other.txt", text.replace(caption, OTHER_CAPTION)), open_translator=spy)
    assert pairs_of(result, Origin.HUMAN) == []
    assert [s.text for s in result.left_target] == [OTHER_CAPTION]
    assert OTHER_CAPTION not in spy.texts


def test_two_captions_where_one_renders_nothing(spy, write):
    text = FRENCH.read_text(encoding="utf-8") + f"\n{OTHER_CAPTION}\n"
    result = run(write("two.txt", text), open_translator=spy)
    [(source, _)] = pairs_of(result, Origin.HUMAN)
    assert source.startswith("Ce jeudi")
    assert [s.text for s in result.left_target] == [OTHER_CAPTION]


def test_english_is_never_translated_in_one_file(spy):
    run(FRENCH, open_translator=spy)
    assert spy.texts
    assert not any("opens the first" in text for text in spy.texts)


def test_english_is_never_translated_in_two_files(spy, write):
    """Not even where most of the French file's segments are English."""
    english = "The mayor of the town was here on Monday. She spoke to all of the people. " * 3
    source = write("mixed.fr.txt", "La ville a présenté hier son nouveau plan.\n\n" + english)
    target = write("one.en.txt", "The city presented its new plan yesterday.\n")
    run(source, target, open_translator=spy, source_lang="fr", target_lang="en", pairs="all")
    assert spy.texts == ["La ville a présenté hier son nouveau plan."]


def test_two_files_are_aligned(spy):
    result = run(FRENCH, ENGLISH, open_translator=spy)
    assert {u.origin for u in result.units} == {Origin.HUMAN}
    found = dict(pairs_of(result, Origin.HUMAN))
    title = "Le port de Lormeau inaugure sa première station d’épuration solaire"
    assert found[title] == "Port of Lormeau opens its first solar water treatment plant"
    [split] = [u for u in result.units if u.target.startswith("It is to connect the plant")]
    assert split.bead == "1:2"
    assert split.position.count(",") == 1
    assert len(result.documents) == 2


def test_date_lines_are_in_no_pair_and_counted(spy):
    """In both documents, whatever comes out."""
    for target in (None, ENGLISH):
        result = run(FRENCH, target, open_translator=spy, pairs="all")
        dates = [s.text for s in result.meta]
        assert any("Mis à jour" in text for text in dates)
        assert ("14 March 2024" in dates) == (target is not None)
        assert not any("Mis à jour" in u.source for u in result.units)
        assert not any(u.target == "14 March 2024" for u in result.units)
    assert not any("Mis à jour" in text for text in spy.texts)


def test_exchanged_files_give_the_mirror_image(spy):
    """English first: the French is what is translated, for the aligner alone."""
    there = run(FRENCH, ENGLISH, open_translator=spy)
    back = run(ENGLISH, FRENCH, open_translator=spy)
    assert (back.source_lang, back.target_lang) == ("en", "fr")
    assert spy.opened == [("fr", "en")] * 2
    assert not any(text.startswith("Port of Lormeau") for text in spy.texts)
    beads = [(b.sources, b.targets) for b in there.alignment.beads]
    assert [(b.targets, b.sources) for b in back.alignment.beads] == beads
    assert {u.origin for u in back.units} == {Origin.HUMAN}


@pytest.mark.parametrize("pairs", ["machine", "all"])
def test_no_machine_pairs_into_french(spy, pairs):
    with pytest.raises(UsageError, match=f"--pairs {pairs}.*aligned"):
        run(ENGLISH, FRENCH, open_translator=spy, pairs=pairs)
    assert spy.opened == []


@pytest.mark.parametrize("target", [None, ENGLISH], ids=["one file", "two files"])
def test_pairs_choose_who_wrote_them(spy, target):
    made = {kind: run(FRENCH, target, open_translator=spy, pairs=kind) for kind in PAIRS}
    aligned, machine, both = (
        {o: pairs_of(made[kind], o) for o in Origin} for kind in ("aligned", "machine", "all")
    )
    assert aligned[Origin.MACHINE] == []
    assert aligned[Origin.HUMAN]
    assert machine[Origin.HUMAN] == []
    assert len(machine[Origin.MACHINE]) == len(made["machine"].translations)
    assert both[Origin.HUMAN] == aligned[Origin.HUMAN]
    human = " ".join(source for source, _ in both[Origin.HUMAN])
    assert not any(source in human for source, _ in both[Origin.MACHINE])
    default = run(FRENCH, target, open_translator=spy)
    assert default.units == made["aligned" if target else "all"].units


def test_text_in_a_third_language_is_in_every_kind_of_output(spy, write):
    german = "Der Bürgermeister stellte gestern den Einwohnern der Stadt seinen neuen Plan vor."
    source = write("a.txt", f"Le maire a présenté hier son plan aux habitants.\n\n{german}\n")
    target = write("b.txt", "The mayor presented his plan to the people yesterday.\n")
    for pairs in PAIRS:
        result = run(source, target, open_translator=spy, pairs=pairs)
        assert german in " ".join(unit.source for unit in result.units), pairs


def test_units_stand_in_the_order_of_the_source(spy):
    text = FRENCH.read_text(encoding="utf-8")
    for target in (None, ENGLISH):
        result = run(FRENCH, target, open_translator=spy, pairs="all")
        starts = [text.index(u.source[:30]) for u in result.units if u.source]
        assert starts == sorted(starts)
        assert len(starts) > 3


def test_the_same_twice_is_the_same(spy):
    assert run(FRENCH, ENGLISH, open_translator=spy) == run(FRENCH, ENGLISH, open_translator=spy)


def test_the_signature_names_aligner_and_translator(spy):
    parts = dict(run(FRENCH, open_translator=spy).signature.parts)
    assert parts["aligner"] == "captions"
    assert parts["model"] == "fake"
    assert parts["langs"] == "fr-en"


def test_languages_that_are_given_are_believed(spy, write):
    source, target = (
        write("a.txt", "Lormeau\n\nPort-Clair\n"),
        write("b.txt", "Lormeau\n\nPort-Clair\n"),
    )
    result = run(source, target, open_translator=spy, source_lang="fr", target_lang="en")
    assert pairs_of(result, Origin.HUMAN) == [("Lormeau", "Lormeau"), ("Port-Clair", "Port-Clair")]


@pytest.mark.parametrize("target", [None, ENGLISH], ids=["one file", "two files"])
def test_regions_are_for_the_units_alone(spy, target):
    plain = run(FRENCH, target, open_translator=spy, source_lang="fr", target_lang="en")
    result = run(FRENCH, target, open_translator=spy, source_lang="FR-ca", target_lang="en_GB")
    assert (result.source_lang, result.target_lang) == ("FR-ca", "en-GB")
    assert {(u.source_lang, u.target_lang) for u in result.units} == {("FR-ca", "en-GB")}
    assert result.alignment == plain.alignment
    assert [(u.source, u.target) for u in result.units] == [
        (u.source, u.target) for u in plain.units
    ]
    assert spy.opened == [("fr", "en"), ("FR-ca", "en-GB")]


def test_files_that_are_in_each_others_language(spy):
    with pytest.raises(DataError, match=r"is in 'fr' and .* in 'en', though --source-lang"):
        run(FRENCH, ENGLISH, open_translator=spy, source_lang="en", target_lang="fr")
    assert spy.opened == []


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("fr", "fr", "both in 'fr'"),
        ("en", "en", "both in 'en'"),
        ("en", None, "all of its text is in 'en'"),
        ("empty", None, "no text"),
        ("blank", None, "no text"),
        ("fr", "empty", "no text"),
        ("dates", None, "only date lines"),
        ("dates", "en", "only date lines"),
        ("fr", "dates", "only date lines"),
        ("binary", None, "binary"),
        ("missing", None, "no such file"),
        ("fr", "missing", "no such file"),
        ("undecodable", None, "line 2.*Windows-1252"),
        ("folder", None, "folder"),
    ],
)
def test_bad_input_is_one_sentence_that_names_the_file(
    tmp_path, write, spy, source, target, message
):
    write("fr", "Le maire de la ville a présenté hier son nouveau plan aux habitants.\n")
    write("en", "The mayor presented her new plan to the people of the town yesterday.\n")
    write("empty", "")
    write("blank", " \n\n\t\n")
    write("dates", "• 14 mars 2024 -\n• |\n")
    (tmp_path / "binary").write_bytes(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0" * 9)
    (tmp_path / "undecodable").write_bytes(b"Bonjour.\nLa ville\x81 et l\xe9 chat.\n")
    (tmp_path / "folder").mkdir()
    wrong = target if target and source in ("fr", "en") else source
    with pytest.raises(DataError, match=message) as caught:
        run(tmp_path / source, target and tmp_path / target, open_translator=spy)
    assert "\n" not in str(caught.value)
    assert str(tmp_path / wrong) in str(caught.value)
    assert spy.texts == []


def test_wrong_calls(spy):
    with pytest.raises(UsageError, match="not both"):
        run("-", "-", open_translator=spy)
    with pytest.raises(UsageError, match="--pairs human: one of aligned, machine, all"):
        run(FRENCH, open_translator=spy, pairs="human")


def test_line_breaks_inside_a_sentence_are_spaces_in_every_unit(write, spy):
    """Those of a wrapped text, of a page's end, and of Word's manual breaks."""
    source = write(
        "wrapped.fr.txt",
        "Le maire a présenté hier son plan\vaux habitants de la ville, où il a rencontré\n"
        "des marins venus de cinq pays,\fet il a ensuite prononcé un discours devant eux\n"
        "sous la pluie.\n",
    )
    units = run(source, open_translator=spy).units
    assert {unit.origin for unit in units if unit.target} == {Origin.MACHINE}
    sources = " ".join(unit.source for unit in units)
    assert sources == " ".join(source.read_text(encoding="utf-8").split())


def test_a_long_run_of_spaces_ends_no_sentence(write, spy):
    source = write("spaces.fr.txt", f"Le maire a présenté hier{' ' * 10_000}son plan à la ville.\n")
    (unit,) = run(source, open_translator=spy).units
    assert unit.source == source.read_text(encoding="utf-8").rstrip("\n")
