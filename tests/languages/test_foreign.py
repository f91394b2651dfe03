"""Third languages: clear lines are told, French and English full of foreign words never are."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.languages import choose_languages, detection, relabel, route
from align.languages.detection import SAMPLE
from align.languages.foreign import LANGUAGES, goes_with, is_quiet, third_language
from align.languages.quotations import unquoted
from align.readers.text import blocks_of
from align.records import Document
from align.segmenters.rules import RuleSegmenter

HERE = Path(__file__).parent
ROWS = [
    line.split("\t")
    for line in (HERE / "other_languages.tsv").read_text(encoding="utf-8").splitlines()
]
KEPT = (HERE / "foreign_looking.txt").read_text(encoding="utf-8").splitlines()
SHARED = HERE.parents[1] / "../shared/data"
CAPTIONS = [
    line.split("\t")[1]
    for name in ("captions.tsv", "captions_fresh.tsv")
    for line in (HERE / name).read_text(encoding="utf-8").splitlines()
]


def labelled(text: str, *, source: str | None = None, target: str | None = None):
    """Return the kinds, languages and texts of a text's segments."""
    read = Document("x", text, blocks_of(text))
    langs = choose_languages(read, source_lang=source, target_lang=target)
    found = route(read, langs=langs)
    segments = relabel(RuleSegmenter().segment(found), found, langs=langs)
    return [(str(found.blocks[s.block].kind), s.lang, s.text) for s in segments]


@pytest.mark.parametrize("lang", ["de", "es", "it", "nl", "pt"])
def test_clear_lines_are_told(lang: str) -> None:
    texts = [text for one, text in ROWS if one == lang]
    found = Counter(third_language(text) for text in texts)
    assert set(found) <= {lang, ""}
    assert found[lang] >= 0.95 * len(texts) >= 57
    threes = [" ".join(texts[i : i + 3]) for i in range(0, len(texts), 3)]
    assert {third_language(text) for text in threes} == {lang}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Городской совет вчера утвердил бюджет на строительство школы."),
        ("el", "Η συνεδρίαση άρχισε χθες το πρωί στις εννέα."),
        ("zh", "市议会昨天通过了新学校的建设预算。"),
    ],
)
def test_another_script_is_told(lang: str, text: str) -> None:
    assert third_language(text) == lang


def test_capitals_and_typographic_apostrophes_do_not_matter() -> None:
    assert (
        third_language("DER GEMEINDERAT HAT GESTERN DAS BUDGET FÜR DIE BRÜCKE BESCHLOSSEN.") == "de"
    )
    assert third_language("I pescatori uscirono in mare prima dell’alba e non tornarono.") == "it"


@pytest.mark.parametrize("text", KEPT)
def test_names_quotations_titles_dialects_and_latin_are_not_told(text: str) -> None:
    assert third_language(unquoted(text)) == ""


def test_captions_are_not_told() -> None:
    assert not [text for text in CAPTIONS if third_language(unquoted(text))]


def test_short_lines_are_not_told() -> None:
    assert not [text for _, text in ROWS if third_language(" ".join(text.split()[:4]))]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
@pytest.mark.parametrize("name", ["flores-dev", "wmt13"])
def test_news_in_french_and_english_is_not_told(name: str) -> None:
    for lang in ("fr", "en"):
        lines = (SHARED / f"mt/{name}.{lang}").read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if third_language(unquoted(line))]


@pytest.mark.parametrize(
    ("unit", "lang", "goes"),
    [
        ("der ", "", True), ("« Der ", "", False), ("' ", "", True), ("ы", "ru", False),
        ("von der ", "", True),
    ],
)  # fmt: skip
def test_a_long_text_is_told_by_its_beginning(unit: str, lang: str, goes: bool) -> None:
    text = unit * (SAMPLE // len(unit) + 1)
    for rest in ("", "Le port est fermé, et la ville aussi. " * 3000, "Der Hund ist weg. " * 3000):
        assert third_language(text + rest) == lang
        assert goes_with(text + rest, "de") == goes


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert third_language(text) in ("", *LANGUAGES)
    assert goes_with(text, "de") in (True, False)


PIECES = st.sampled_from(
    ["les", "of", "Paris", "dort", "und", "ist", "Nicht", "DAS", "l’", "dell'", "d’und", "der,",
     "«", "»", "“", "”", "„", "‘", "’", '"', "\n", ".", "żółw", "Совет", "ΟΣ", "İst"]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " "])), max_size=30), st.data())
def test_nothing_is_told_of_a_part_of_a_quiet_text(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = "".join(word + space for word, space in pieces)
    cuts = [0, *(i for i, letter in enumerate(text) if letter.isspace()), len(text)]
    start, end = sorted((data.draw(st.sampled_from(cuts)), data.draw(st.sampled_from(cuts))))
    part = text[start:end].strip()
    if is_quiet(text):
        assert {third_language(one) for one in (text, part, unquoted(part))} == {""}
        assert is_quiet(part)
        assert is_quiet(unquoted(part))


def test_signs_of_a_third_language_are_not_quiet() -> None:
    assert is_quiet("Le conseil a voté « hier » l’essentiel du budget.")
    assert not is_quiet("Il dit : “Und”.")
    assert not is_quiet("Nell’aria")
    assert not is_quiet("żurek")
    assert not is_quiet("Совет")
    assert not is_quiet("le " * 10_000)  # too long to look at


FRENCH = (
    "Le conseil municipal a voté hier le budget de la ville, qui prévoit trois écoles.\n\n"
    "La maire a remercié les habitants du quartier pour leur patience.\n\n"
)
GERMAN = "Der Gemeinderat hat gestern das Budget beschlossen. Alle waren zufrieden. So ist es gut."
ENGLISH = "The city council voted yesterday for a budget with three new schools."
SPANISH = "El ayuntamiento aprobó ayer el presupuesto para las obras del nuevo puente."


def test_a_line_in_a_third_language_is_no_caption_and_its_neighbours_are_not_in_it() -> None:
    found = labelled(
        f"{FRENCH}{GERMAN}\n\nBerlin\n\n{FRENCH}{ENGLISH}\n\n{SPANISH}\n\nFin\n\n{FRENCH}"
    )
    assert [(kind, lang) for kind, lang, _ in found] == [
        *[("paragraph", "fr")] * 2, *[("paragraph", "de")] * 3, ("heading", "fr"),
        *[("paragraph", "fr")] * 2, ("caption", "en"), ("paragraph", "es"), ("heading", "fr"),
        *[("paragraph", "fr")] * 2,
    ]  # fmt: skip


def test_a_sentence_in_a_third_language_inside_a_french_paragraph() -> None:
    found = labelled(f"{FRENCH}Les travaux commencent. {SPANISH} Ils dureront deux ans.\n")
    assert [lang for _, lang, _ in found[2:]] == ["fr", "es", "fr"]


def test_french_inside_a_paragraph_in_a_third_language_stays_french() -> None:
    german = " ".join(text for lang, text in ROWS if lang == "de")
    found = labelled(f"{FRENCH * 60}{german} Le port est vide ce soir. {german}\n")
    assert [text for _, lang, text in found[120:] if lang == "fr"] == ["Le port est vide ce soir."]
    assert {lang for _, lang, _ in found} == {"fr", "de"}


def test_an_english_document_too() -> None:
    english = f"{ENGLISH} The mayor thanked the people of the town for their patience.\n\n"
    found = labelled(f"{english}{SPANISH}\n\n{FRENCH.split(chr(10))[0]}\n\n{english}")
    assert [(kind, lang) for kind, lang, _ in found] == [
        *[("paragraph", "en")] * 2, ("paragraph", "es"), ("caption", "fr"),
        *[("paragraph", "en")] * 2,
    ]  # fmt: skip


def test_one_language_given_for_all_stays() -> None:
    assert {lang for _, lang, _ in labelled(FRENCH + GERMAN, source="fr", target="fr")} == {"fr"}


def test_other_pairs_know_no_third_language() -> None:
    text = f"{GERMAN}\n\n{GERMAN}\n\n{ENGLISH}\n\n{SPANISH}\n"
    assert {lang for _, lang, _ in labelled(text, source="de", target="en")} <= {"de", "en"}


def test_the_detector_is_loaded_once_for_all_languages(monkeypatch) -> None:
    from py3langid.langid import LanguageIdentifier

    load, loaded = LanguageIdentifier.from_model_file, []
    monkeypatch.setattr(
        LanguageIdentifier,
        "from_model_file",
        lambda *args, **options: loaded.append(args) or load(*args, **options),
    )
    detection._unrestricted.cache_clear()
    detection._general.cache_clear()
    for lang in LANGUAGES * 2:
        goes_with("Abracadabra, simsalabim.", lang)
    assert len(loaded) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Rada miejska przyjęła wczoraj budżet na budowę nowego mostu.",
        "Nie wiem, co się stało.",
        "SKLEP JEST ZAMKNIĘTY W NIEDZIELĘ I ŚWIĘTA",
        "W muzeum można zobaczyć ponad dwieście obrazów z tego okresu.",
    ],
)
def test_polish_is_told_by_its_letters(line):
    assert third_language(line) == "pl"


@pytest.mark.parametrize(
    "line",
    [
        "M. Lech Wałęsa et Wisława Szymborska ont reçu le prix.",
        "Władysław Gołębiewski, Łódź, Świnoujście, Gdańsk, Wrocław",
        "Au menu : żurek, pierogi, gołąbki",
        "La spécialité : pierogi, żurek, gołąbki",
        "The Łódź and Gdańsk offices of Żabka are closed.",
        "Vilniaus miesto taryba vakar patvirtino biudžetą naujam tiltui statyti.",
    ],
)
def test_polish_names_and_dishes_make_no_line_polish(line):
    assert third_language(line) == ""
