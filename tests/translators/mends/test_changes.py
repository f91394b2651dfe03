"""A change by a share to a figure does not become one from the share."""

import pytest

from align.translators.mends.changes import english_changes


@pytest.mark.parametrize(
    ("source", "target", "made"),
    [
        ("recule de 3 % à 1,2 million", "from 3% to 1.2 million", "by 3% to 1.2 million"),
        ("recule de 3,5 %, à 12", "falls from 3.5%, to 12", "falls by 3.5%, to 12"),
        ("perd de 0,8 % à 7 234", "from 0.8 per cent to 7,234", "by 0.8 per cent to 7,234"),
        ("de 14 % à 17.5 %", "from 14% to 17.5%", "from 14% to 17.5%"),
        ("de 3 % à 5 %", "from 3% to 5%", "from 3% to 5%"),
        ("de 3 % à 5 pour cent", "from 3% to 5 percent", "from 3% to 5 percent"),
        ("passé de 3 % à 12", "from 3% to 12", "from 3% to 12"),
        ("recule de 3 % à 12", "falls from 13% to 12", "falls from 13% to 12"),
        ("recule de 3 % à Lyon", "falls from 3% to Lyon", "falls from 3% to Lyon"),
    ],
)  # fmt: skip
def test_changes_by_a_share(source, target, made):
    assert english_changes(source, target) == made
