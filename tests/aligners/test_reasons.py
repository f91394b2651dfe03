"""Why a bead has its score."""

import pytest

from align.aligners.reasons import Competition, reasons


@pytest.mark.parametrize(
    ("source", "target", "share"),
    [
        ("Il vit à Paris en 1957.", "In Paris, 1957.", 1.0),
        ("Vu à Paris en 1957.", "Seen in Rome in 1957.", 0.5),
        ("Il vit à Paris.", "Once more.", 0.0),
        ("Il vit à Paris.", "he lives there.", 1.0),  # one language writes capitals, another not
        ("un œil, un œuf, à Łódź, à Évian", "in Evian or Łódź", 0.5),  # œ begins no name
        ("un œil à Łódź", "in Łódź or Rome", 1.0),
        ("łatwo, čaj", "Rome", 1.0),
    ],
)
def test_anchors_are_numbers_and_capitalised_words(source: str, target: str, share: float) -> None:
    found = reasons(source, target, Competition(0.5, 0.5), ratio=1.0)
    assert found.anchors == share
