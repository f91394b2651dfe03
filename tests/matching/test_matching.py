"""`match` on documents that the tests write: a small world in French and English."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import DataError, ReadError, UsageError
from align.matching.documents import find_documents
from align.matching.listing import render
from align.matching.match import match
from align.matching.matches import Match
from align.records import Translation

WHO = (
    ("Le maire", "The mayor"), ("La commission", "The committee"),
    ("Notre voisin", "Our neighbour"),
    ("Le rapporteur", "The rapporteur"), ("Une infirmière", "A nurse"), ("Le juge", "The judge"),
    ("Ma sœur", "My sister"), ("Le directeur", "The director"), ("Le capitaine", "The captain"),
)  # fmt: skip
DOES = (
    ("a vendu", "sold"), ("a acheté", "bought"), ("a visité", "visited"), ("a perdu", "lost"),
    ("a trouvé", "found"), ("a défendu", "defended"), ("a oublié", "forgot"), ("voit", "sees"),
)  # fmt: skip
WHAT = (
    ("la maison", "the house"), ("le bateau", "the boat"), ("les poissons", "the fish"),
    ("le pont", "the bridge"), ("le château", "the castle"), ("un chien", "a dog"),
    ("l'église", "the church"), ("les chevaux", "the horses"), ("la lettre", "the letter"),
    ("le jardin", "the garden"), ("l'argent", "the money"), ("la montagne", "the mountain"),
)  # fmt: skip
WHEN = (
    ("en hiver", "in winter"), ("au printemps", "in spring"), ("hier soir", "last night"),
    ("pendant la guerre", "during the war"), ("chaque semaine", "every week"), ("", ""),
)  # fmt: skip


def sentence(rng):
    parts = [rng.choice(table) for table in (WHO, DOES, WHAT, WHEN)]
    if rng.random() < 0.2:
        year = rng.randint(1800, 2020)
        parts.append((f"de {year}", f"of {year}"))
    return tuple(" ".join(p[side] for p in parts if p[side]) + "." for side in (0, 1))


def document(seed, length=12):
    rng = random.Random(seed)
    pairs = [sentence(rng) for _ in range(length)]
    return tuple("\n".join(p[side] for p in pairs) + "\n" for side in (0, 1))


def write(folder, texts):
    for name, text in texts.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(folder)


def found_pairs(matching, *folders):
    return {
        (str(Path(m.source).relative_to(folders[0])), str(Path(m.target).relative_to(folders[1])))
        for m in matching.matches
        if m.score is not None
    }


def assert_complete(matching, sources, targets):
    for side, folder in (("source", sources), ("target", targets)):
        listed = [getattr(m, side) for m in matching.matches if getattr(m, side)]
        assert sorted(listed) == sorted(
            str(p) for p in Path(folder).rglob("*") if p.is_file()
        )  # each once
    for m in matching.matches:
        assert (m.score is not None) == bool(m.source and m.target)
        assert m.score is None or 0.5 <= m.score <= 1


class Told:
    """Translates by a function, and counts."""

    def __init__(self, translated):
        self.translated = translated
        self.asked = []

    def translate(self, texts, *, progress=None):
        self.asked += texts
        return [Translation(k, self.translated(t), "told") for k, t in enumerate(texts)]


@pytest.fixture(scope="module")
def forty(tmp_path_factory):
    """Forty documents a side in random order, of which four have no partner."""
    folder, rng = tmp_path_factory.mktemp("forty"), random.Random(3)
    places = [list(range(44)) for _ in range(2)]
    for place in places:
        rng.shuffle(place)
    texts, gold = ({}, {}), set()
    for k in range(44):
        names = [f"{place[k]:02}.txt" for place in places]
        for side in (0, 1):
            if not (40 <= k < 42, k >= 42)[side]:
                texts[side][names[side]] = document(k, 5 + k % 15)[side]
        if k < 40:
            gold.add(tuple(names))
    return write(folder / "fr", texts[0]), write(folder / "en", texts[1]), gold


def test_contents_find_the_pairs(forty):
    sources, targets, gold = forty
    made = match(sources, targets, names=False)
    assert_complete(made, sources, targets)
    found = found_pairs(made, sources, targets)
    assert len(found & gold) >= 0.98 * max(len(found), len(gold))
    assert (made.source_lang, made.target_lang, made.translated) == ("fr", "en", 0)


def test_from_english_to_french_the_same_pairs_are_found(forty):
    sources, targets, _ = forty
    there, back = match(sources, targets), match(targets, sources)
    assert {(m.source, m.target, m.score) for m in there.matches} == {
        (m.target, m.source, m.score) for m in back.matches
    }


def test_the_list_is_sorted_by_source_then_lone_targets(forty):
    matches = match(forty[0], forty[1]).matches
    sources = [m.source for m in matches if m.source]
    lone = [m.target for m in matches if not m.source]
    assert [m.source for m in matches] == sources + [""] * len(lone)
    assert sources == sorted(sources)
    assert lone == sorted(lone)
    assert lone


def test_what_files_are_called_changes_nothing_without_names(forty, tmp_path):
    """Another order of files, other names: the same pairs with the same scores."""
    made = [match(forty[0], forty[1], names=False)]
    rng = random.Random(8)
    back = {}
    for side in (0, 1):
        files = sorted(Path(forty[side]).iterdir())
        rng.shuffle(files)
        for k, file in enumerate(files):
            path = tmp_path / str(side) / f"{k}.txt"
            path.parent.mkdir(exist_ok=True)
            shutil.copy(file, path)
            back[str(path)] = str(file)
    made.append(match(str(tmp_path / "0"), str(tmp_path / "1"), names=False))
    there, again = ({(m.source, m.target, m.score) for m in one.matches} for one in made)
    assert there == {(back.get(s, ""), back.get(t, ""), score) for s, t, score in again}


def test_copies_each_have_a_partner(tmp_path):
    """However many: the first look returns ten candidates."""
    texts = document(1)
    sources = write(tmp_path / "a", {f"{k:02}.txt": texts[0] for k in range(25)})
    targets = write(tmp_path / "b", {f"{k:02}.txt": texts[1] for k in range(23)})
    made = match(sources, targets, names=False)
    assert_complete(made, sources, targets)
    assert made.pairs == 23


def test_near_copies_of_which_none_is_likely_enough_are_counted(tmp_path):
    french, english = document(1)
    sources = write(tmp_path / "a", {"a.txt": french})
    targets = write(tmp_path / "b", {f"{k}.txt": f"{english}\n{k} pages." for k in range(4)})
    made = match(sources, targets, names=False)
    assert_complete(made, sources, targets)
    assert (made.pairs, made.undecided) == (0, 1)
    made = match(sources, targets, names=False, min_score=0.1)
    assert (made.pairs, made.undecided) == (1, 0)
    assert match(sources, sources, source_lang="fr", target_lang="en").undecided == 0


def test_versions_of_a_document_that_are_left_alone_are_counted(tmp_path):
    """They take from each other's probability, by margins and once more as alternatives."""
    rng = random.Random(1)

    def free(word):  # a translation that is not word for word
        return (
            word if "." in word or rng.random() > 0.6 else "".join(rng.choices("bdklmnorst", k=6))
        )

    texts = ({}, {})
    for k in range(20):
        french, english = (text.splitlines() for text in document(k, 30))
        english = [" ".join(map(free, line.split())) for line in english]
        for side, lines in enumerate((french, english)):
            texts[side][f"{k:02}.txt"] = "\n".join(lines)
            if k < 5:
                texts[side][f"{k:02}-shorter.txt"] = "\n".join(lines[:24])
    sources, targets = write(tmp_path / "a", texts[0]), write(tmp_path / "b", texts[1])
    made = match(sources, targets, names=False)
    assert found_pairs(made, sources, targets) == {(f"{k:02}.txt",) * 2 for k in range(5, 20)}
    assert made.undecided == match(targets, sources, names=False).undecided == 20
    made = match(sources, targets, names=False, min_score=0)
    assert found_pairs(made, sources, targets) == {(name, name) for name in texts[0]}
    assert made.undecided == 0


def test_names_decide_between_copies_and_contents_over_names(tmp_path):
    same = document(1, 3)
    texts = {k: document(k) for k in range(10, 30)}
    sources = {f"f/{k}.fr.txt": texts[k][0] for k in texts} | {
        "f/z1.fr.txt": same[0], "f/z2.fr.txt": same[0], "f/a9.fr.txt": same[0],
    }  # fmt: skip
    targets = {f"{k}_en.txt": texts[k][1] for k in texts} | {
        "a9_en.txt": same[1], "z1_en.txt": same[1], "z2_en.txt": same[1],
    }  # fmt: skip
    swapped = {"10": "11", "11": "10"}
    targets["10_en.txt"], targets["11_en.txt"] = targets["11_en.txt"], targets["10_en.txt"]
    one, other = write(tmp_path / "x", sources), write(tmp_path / "y", targets)
    made = {
        (Path(s).name.split(".")[0], t.split("_")[0])
        for s, t in found_pairs(match(one, other), one, other)
    }
    stems = [str(k) for k in texts] + ["z1", "z2", "a9"]
    assert made == {(s, swapped.get(s, s)) for s in stems}


def test_names_find_what_contents_cannot(tmp_path):
    """Documents of one and the same word in a language that nothing is known of."""
    sources = write(tmp_path / "a", {f"n{k}.de.txt": "Wort" for k in range(3)})
    targets = write(tmp_path / "b", {f"n{k}.en.txt": "thing" for k in range(3)})
    langs = {"source_lang": "de", "target_lang": "en"}
    assert found_pairs(match(sources, targets, **langs), sources, targets) == {
        (f"n{k}.de.txt", f"n{k}.en.txt") for k in range(3)
    }
    assert match(sources, targets, names=False, **langs).pairs == 0


UNKNOWN = (
    ("florbule", "wibbet"), ("tarivelle", "quandock"), ("mourbichon", "spraggle"),
    ("zanudrie", "threllow"), ("clapoustin", "gormaker"), ("bréchagnol", "dwindlepin"),
)  # fmt: skip
"""Words that no lexicon has, nor any like ones."""


def test_what_is_in_doubt_is_translated(tmp_path):
    """And only that: twenty longer documents leave no doubt."""
    texts = ({}, {})
    for k in range(20):
        for side in (0, 1):
            texts[side][f"{k:02}.txt"] = document(k)[side]
    for k, (french, english) in enumerate(UNKNOWN):
        texts[0][f"x{5 - k}.txt"] = f"Le maire de la ville a perdu son {french} hier."
        texts[1][f"x{k}.txt"] = f"The mayor of the town lost his {english} yesterday."
    sources, targets = write(tmp_path / "a", texts[0]), write(tmp_path / "b", texts[1])
    table = {f: e for (_, f), (_, e) in zip(
        sorted(texts[0].items())[20:], sorted(texts[1].items(), reverse=True)[:6], strict=True
    )}  # fmt: skip
    translator = Told(table.__getitem__)
    gold = {(f"{k:02}.txt",) * 2 for k in range(20)} | {
        (f"x{5 - k}.txt", f"x{k}.txt") for k in range(6)
    }
    made = match(sources, targets, names=False, open_translator=lambda *_: translator)
    assert found_pairs(made, sources, targets) == gold
    assert sorted(translator.asked) == sorted(table)
    assert made.translated == 6
    assert found_pairs(match(sources, targets, names=False), sources, targets) < gold


def test_without_a_lexicon_translations_are_the_evidence(tmp_path):
    def spoilt(text):
        return "".join(chr((ord(c) - 97 + 13) % 26 + 97) if "a" <= c <= "z" else c for c in text)

    english = {k: document(k)[1].lower() for k in range(12)}
    sources = write(tmp_path / "a", {f"{11 - k}.txt": spoilt(t) for k, t in english.items()})
    targets = write(tmp_path / "b", {f"{k}.txt": t for k, t in english.items()})
    options = {"source_lang": "cs", "target_lang": "en", "names": False}
    made = match(sources, targets, open_translator=lambda *_: Told(spoilt), **options)
    gold = {(f"{11 - k}.txt", f"{k}.txt") for k in range(12)}
    assert found_pairs(made, sources, targets) == gold


def test_what_word_keeps_beside_an_open_document_is_none(tmp_path):
    for name in ("report.docx", "~$report.docx", ".report.docx"):
        (tmp_path / name).write_bytes(b"x")
    assert find_documents(str(tmp_path)) == [str(tmp_path / "report.docx")]


def test_one_folder_may_hold_both_languages(tmp_path):
    folder = write(
        tmp_path / "d",
        {f"{k}/{('fr', 'en')[s]}.txt": document(k)[s] for k in range(6) for s in (0, 1)},
    )
    for names in (True, False):
        made = match(folder, folder, names=names)
        assert found_pairs(made, folder, folder) == {
            (f"{k}/fr.txt", f"{k}/en.txt") for k in range(6)
        }
        assert len(made.matches) == 6


def test_a_folder_inside_the_other_belongs_to_itself_alone(tmp_path):
    folder = write(tmp_path / "d", {f"{k}.txt": document(k)[0] for k in range(4)})
    inner = write(tmp_path / "d" / "en", {f"{k}.txt": document(k)[1] for k in range(4)})
    pairs = {(f"{k}.txt", f"{k}.txt") for k in range(4)}
    there, back = match(folder, inner), match(inner, folder)
    assert found_pairs(there, folder, inner) == found_pairs(back, inner, folder) == pairs
    assert len(there.matches) == len(back.matches) == 4


def test_figures_alone_are_in_no_language(tmp_path):
    """A folder of tables was taken for French, and refused beside a French one."""
    one = write(tmp_path / "fr", {"a.txt": "12,5\t2021\n40\n", "b.txt": "7\n1789\n33,1\n"})
    other = write(tmp_path / "en", {"c.txt": "7\n1789\n33.1\n", "d.txt": "12.5\t2021\n40\n"})
    found = match(one, other)
    assert (found.source_lang, found.target_lang) == ("fr", "en")
    assert found_pairs(found, one, other) == {("a.txt", "d.txt"), ("b.txt", "c.txt")}


@pytest.mark.parametrize("french_first", [True, False])
@pytest.mark.parametrize("date", ["", "Le 14 mars 2024\n"])  # a date line is no prose
def test_figures_alone_are_beside_any_language(tmp_path, french_first, date):
    french = write(tmp_path / "a", {"x.txt": document(0)[0]})
    figures = write(tmp_path / "b", {"y.txt": f"{date}7\n1789\n33,1\n"})
    folders = (french, figures) if french_first else (figures, french)
    found = match(*folders)
    langs = ("fr", "en") if french_first else ("en", "fr")
    assert (found.source_lang, found.target_lang) == langs


def test_what_cannot_be_read_is_listed_with_its_reason(tmp_path):
    sources = write(
        tmp_path / "a", {"0.txt": document(0)[0], "bad.bin": b"\x7fELF\0\0", "empty.txt": ""}
    )
    targets = write(tmp_path / "b", {"0.txt": document(0)[1], "bad.docx": b"PK nothing"})
    made = match(sources, targets)
    assert_complete(made, sources, targets)
    assert found_pairs(made, sources, targets) == {("0.txt", "0.txt")}
    assert [Path(path).name for path, _ in made.unreadable] == ["bad.bin", "empty.txt", "bad.docx"]
    assert all(reason.startswith(path) for path, reason in made.unreadable)


def test_where_nothing_can_be_read_everything_is_listed(tmp_path):
    sources, targets = (
        write(tmp_path / "a", {"e": ""}),
        write(tmp_path / "b", {"f": "", "g": b"\0"}),
    )
    made = match(sources, targets)
    assert made.matches == tuple(
        Match(*pair) for pair in [(f"{sources}/e", ""), ("", f"{targets}/f"), ("", f"{targets}/g")]
    )


TEXTS = st.one_of(
    st.text(max_size=80),
    st.binary(max_size=30),
    st.integers(0, 5).flatmap(lambda k: st.sampled_from(document(k, 2))),
    st.just(""),
)
PATHS = st.from_regex(r"[a-c]/[d-f](\.fr|\.en)?\.(txt|md)", fullmatch=True)
FOLDERS = st.dictionaries(PATHS, TEXTS, min_size=1, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(FOLDERS, FOLDERS, st.booleans())
def test_every_document_is_listed_once(tmp_path_factory, one, other, names):
    folder = tmp_path_factory.mktemp("random")
    sources, targets = write(folder / "x", one), write(folder / "y", other)
    made = match(sources, targets, names=names, source_lang="fr", target_lang="en")
    assert_complete(made, sources, targets)
    rows = [line.split("\t") for line in render(made).splitlines()]
    assert rows[0] == ["source", "target", "score"]
    assert all(len(row) == 3 for row in rows)
    assert len(rows) == 1 + len(made.matches)


def test_errors_say_where_and_what(tmp_path):
    full = write(tmp_path / "a", {"x.txt": document(0)[0]})
    (tmp_path / "none").mkdir()
    with pytest.raises(DataError, match="none: there is no document"):
        match(full, str(tmp_path / "none"))
    with pytest.raises(ReadError, match="nowhere: there is no such folder"):
        match(str(tmp_path / "nowhere"), full)
    with pytest.raises(ReadError, match="this is a file, a folder"):
        match(full, f"{full}/x.txt")
    with pytest.raises(UsageError, match="--min-score"):
        match(full, full, min_score=2)
    with pytest.raises(DataError, match="documents in two languages were expected"):
        match(full, full)
    other = write(tmp_path / "b", {"x.txt": document(1)[0]})
    with pytest.raises(DataError, match="both in 'fr'"):
        match(full, other)
