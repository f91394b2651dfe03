"""Lines in third languages: each segment of a document is in exactly one account."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import DataError
from align.filters import Filters
from align.output import kept_of, write
from align.pipeline import run
from align.reading import read_segments
from align.records import Origin
from align.translators import open_translator

HERE = Path(__file__).parent
OTHER = [
    line.split("\t")[1]
    for line in (HERE / "languages/other_languages.tsv").read_text(encoding="utf-8").splitlines()
]
FRENCH = [
    "Le conseil municipal a voté hier le budget de la ville, qui prévoit trois écoles.",
    "La maire a remercié les habitants du quartier pour leur patience.",
    "Oui.",
    "Le ministre a visité la « Bundeswehr » à Coblence, et in vino veritas, dit-il.",
    "Les travaux commenceront au printemps. Ils dureront deux ans.",
]
ENGLISH = [
    "The city council voted yesterday for a budget with three new schools.",
    "The mayor thanked the people of the town for their patience.",
]
DATES = ["14 mars 2024", "* * *"]


def fake(source_lang: str, target_lang: str):
    """Open the fake translator, whatever the languages."""
    return open_translator(engine="fake")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(st.sampled_from([*FRENCH, *ENGLISH, *DATES, *OTHER]), max_size=12),
    langs=st.sampled_from([(None, None), ("fr", None), ("fr", "en")]),
    pairs=st.sampled_from(["all", "machine", "aligned"]),
)
def test_each_segment_is_in_exactly_one_account(tmp_path, lines, langs, pairs) -> None:
    path = tmp_path / "text.txt"
    path.write_text("\n\n".join([*FRENCH[:2] * 8, *lines, FRENCH[0]]), encoding="utf-8")
    source, target = langs
    result = run(
        path, open_translator=fake, source_lang=source, target_lang=target, pairs=pairs
    )  # fmt: skip
    _, segments = read_segments(path, source, target)
    accounts = (result.alignment.source, result.alignment.target, result.meta, result.others)
    assert sorted(s.index for account in accounts for s in account) == [s.index for s in segments]
    assert {s.index: s for account in accounts for s in account} == {s.index: s for s in segments}
    assert not any(s.lang in ("fr", "en") for s in result.others)
    assert all(any(s.text in line for line in OTHER) for s in result.others)
    held = "\n".join(f"{u.source}\n{u.target}" for u in result.units if u.origin is Origin.HUMAN)
    assert not any(s.text in held for s in result.others)


@pytest.fixture
def mixed(tmp_path):
    path = tmp_path / "mixed.txt"
    german = next(line for line in OTHER if line.startswith("Der Gemeinderat"))
    path.write_text("\n\n".join([*FRENCH, german, *ENGLISH]), encoding="utf-8")
    return path, german


def test_they_are_neither_translated_nor_linked_and_the_output_says_so(mixed, tmp_path) -> None:
    path, german = mixed
    result = run(path, open_translator=fake)
    assert [(s.lang, s.text) for s in result.others] == [("de", german)]
    assert german not in {u.source for u in result.units} | {u.target for u in result.units}
    with (tmp_path / "out.tmx").open("wb") as stream:
        kept = kept_of(result, Filters()).units
        write(result, kept, stream, format="tmx", project="")
    written = (tmp_path / "out.tmx").read_text(encoding="utf-8")
    assert "<note>Not in here: 1 line in another language (de).</note>" in written


def test_two_documents_have_none(mixed, tmp_path) -> None:
    path, german = mixed
    target = tmp_path / "two.en.txt"
    target.write_text("\n\n".join([*ENGLISH, german]), encoding="utf-8")
    result = run(path, target, open_translator=fake, source_lang="fr", target_lang="en")
    assert result.others == ()
    texts = [s.text for side in (result.alignment.source, result.alignment.target) for s in side]
    assert texts.count(german) == 2


def test_nothing_but_captions_and_a_third_language_is_an_error_that_names_both(tmp_path) -> None:
    path = tmp_path / "none.txt"
    path.write_text("\n\n".join([*ENGLISH, OTHER[0]]), encoding="utf-8")
    with pytest.raises(DataError, match="all of its text is in 'de', 'en', so there is nothing"):
        run(path, open_translator=fake, source_lang="fr", target_lang="en")
