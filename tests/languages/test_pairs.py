"""Any pair of languages: rules for French and English, sentencex for the rest, options first."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.cli import segment
from align.languages import choose_languages, relabel, route
from align.readers.text import blocks_of
from align.records import Document, Segment
from align.segmenters.rules import RuleSegmenter

SENTENCES = {
    "fr": ["Le ministre a visité le port avec M. Dupont.", "Il est reparti avec sa suite, etc."],
    "en": ["The minister visited the harbour with Mr. Smith.", "He left with the others at once."],
    "de": ["Der Minister hat gestern den Hafen mit Dr. Schmidt besucht.", "Er blieb nicht lange."],
    "es": ["El ministro visitó ayer el puerto con el Sr. García.", "Después se marchó con ellos."],
    "ja": ["大臣は昨日、港を訪れた。", "その後、彼は東京に帰った。"],
    "ru": ["Министр вчера посетил порт вместе с послом.", "Потом он уехал домой."],
}  # fmt: skip
PAIRS = [("de", "fr"), ("es", "en"), ("ja", "en"), ("ja", "fr"), ("ru", "de"), ("fr", "en")]


def text_of(lang: str) -> str:
    """Return a paragraph; Japanese has no spaces between its sentences."""
    return ("" if lang == "ja" else " ").join(SENTENCES[lang])


def segments_of(text: str, source: str | None, target: str | None) -> tuple[Segment, ...]:
    """Return a text's segments with their languages."""
    document = Document("a", text, blocks_of(text))
    langs = choose_languages(document, source_lang=source, target_lang=target)
    document = route(document, langs=langs)
    return relabel(RuleSegmenter().segment(document), document, langs=langs)


@pytest.mark.parametrize("pair", PAIRS)
def test_both_languages_of_a_pair_in_one_text(pair: tuple[str, str]) -> None:
    found = segments_of("\n\n".join(text_of(lang) for lang in pair) + "\n", *pair)
    assert [(item.lang, item.text) for item in found] == [
        (lang, sentence) for lang in pair for sentence in SENTENCES[lang]
    ]


@pytest.mark.parametrize("lang", SENTENCES)
def test_the_language_is_detected_where_none_is_given(lang: str) -> None:
    found = segments_of(text_of(lang) + "\n", None, None)
    assert [(item.lang, item.text) for item in found] == [(lang, x) for x in SENTENCES[lang]]


def labels(path: Path, *options: str) -> list[str]:
    """Return the languages of a file's segments by the command."""
    app = typer.Typer()
    segment.register(app)
    result = CliRunner().invoke(app, [str(path), "--json", *options])
    assert result.exit_code == 0, result.output
    return [json.loads(line)["lang"] for line in result.stdout.splitlines()]


def test_options_override_detection(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text_of("de") + "\n", encoding="utf-8")
    assert labels(path) == ["de", "de"]
    assert labels(path, "--source-lang", "de", "--target-lang", "fr") == ["de", "de"]
    assert labels(path, "--source-lang", "nl", "--target-lang", "fr") == ["nl", "nl"]
    path.write_text(f"{text_of('es')}\n\n{text_of('en')}\n", encoding="utf-8")
    assert labels(path, "--source-lang", "es", "--target-lang", "en") == ["es", "es", "en", "en"]
    assert labels(path, "--source-lang", "en", "--target-lang", "es") == ["es", "es", "en", "en"]
    assert labels(path, "--source-lang", "pt", "--target-lang", "pt") == ["pt"] * 4


@pytest.mark.parametrize("pair", [("en", "de"), ("fr", "de"), ("de", "fr"), ("fr", "fr")])
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_no_label_is_outside_the_pair(tmp_path: Path, pair: tuple[str, str], ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text(f"{text_of('en')} {text_of('fr')} {text_of('de')}\n", encoding="utf-8")
    found = labels(path, "--source-lang", pair[0], "--target-lang", pair[1])
    assert len(found) > 3
    assert set(found) <= set(pair)


def test_a_sentence_in_the_other_language_of_any_pair() -> None:
    text = "Der Minister kam gestern Abend an. The minister met the sailors. Dann ging er fort."
    assert [item.lang for item in segments_of(text, "de", "en")] == ["de", "en", "de"]
    text = f"{SENTENCES['en'][0]} {SENTENCES['de'][0]} {SENTENCES['en'][1]}"
    assert [item.lang for item in segments_of(text, "en", "de")] == ["en", "de", "en"]
    text = "Er sagte „We will never give up this harbour and these people“ und ging."
    assert [item.lang for item in segments_of(text, "de", "en")] == ["de"]
