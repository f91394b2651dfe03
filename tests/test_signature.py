"""Signatures: ordered, joinable, and one line whatever goes in."""

from hypothesis import given
from hypothesis import strategies as st

from align.signature import Signature, package_version

PARTS = st.dictionaries(st.text("abc-", min_size=1, max_size=5), st.text(max_size=8), max_size=5)


def test_rendered_as_sacrebleu_does():
    made = Signature.of(aligner="length", source_lang="fr", least=0.5)
    assert str(made) == "aligner:length|source-lang:fr|least:0.5"
    assert str(Signature()) == ""


def test_the_right_one_wins_where_both_have_a_key():
    joined = Signature.of(a=1, b=2) | Signature.of(b=3, c=4)
    assert str(joined) == "a:1|b:3|c:4"


@given(PARTS)
def test_values_hold_no_separator_and_no_line_break(parts):
    made = Signature.from_mapping(parts)
    assert [key for key, _ in made.parts] == list(parts)
    assert str(made).count("|") == max(0, len(parts) - 1)
    assert len(str(made).splitlines()) <= 1


@given(PARTS, PARTS)
def test_joining_keeps_every_key(one, other):
    joined = dict((Signature.from_mapping(one) | Signature.from_mapping(other)).parts)
    assert set(joined) == set(one) | set(other)
    assert all(joined[key] == dict(Signature.from_mapping(other).parts)[key] for key in other)


def test_equal_parts_are_equal_signatures():
    assert Signature.of(a=1) == Signature.from_mapping({"a": "1"})
    assert hash(Signature.of(a=1)) == hash(Signature.of(a="1"))
    assert Signature.of(a=1, b=2) != Signature.of(b=2, a=1)


def test_the_version_is_a_word():
    assert package_version().split() == [package_version()]
