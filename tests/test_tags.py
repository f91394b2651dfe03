"""Language tags: what BCP 47 calls well-formed, and underscores made hyphens."""

import pytest

from align.tags import is_tag, tag_of


@pytest.mark.parametrize(
    "tag",
    ["fr", "FR-ca", "zh-Hant-TW", "es-419", "sr-Latn", "sl-rozaj-biske", "de-CH-1901", "x-a",
     "i-hak", "zh-cmn-Hans-CN", "en-a-bbb-x-a"],
)  # fmt: skip
def test_what_is_well_formed_is_one(tag):
    assert is_tag(tag)


@pytest.mark.parametrize(
    "text",
    ["", "f", "f r", "fr-", "fr-c", "fr_CA", "français", "french", "fr-toolongsub", "x", "fr\n"],
)
def test_what_is_not_is_none(text):
    assert not is_tag(text)


def test_tools_that_write_underscores_mean_hyphens():
    assert tag_of("en_US") == "en-US"
    assert is_tag(tag_of("zh_Hant_TW"))
