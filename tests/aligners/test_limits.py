"""What a user may change of the search: the largest bead, and the price of a null."""

import pytest

from align.aligners.chain import LARGEST
from align.errors import UsageError
from align.registry import load

SOURCE = [
    "La maire a ouvert la station.", "Le chien boit de l’eau.", "La maison est grande.",
    "Il a acheté trois chevaux et une vache.", "Le roi est mort hier soir à Paris.",
]  # fmt: skip
TARGET = [
    "The mayor opened the station.", "The dog drinks water and the house is big.",
    "He bought three horses.", "And a cow.", "Nobody asked the fishermen.",
    "The king died yesterday evening in Paris.",
]  # fmt: skip
GOLD = [((0,), (0,)), ((1, 2), (1,)), ((3,), (2, 3)), ((), (4,)), ((4,), (5,))]


@pytest.fixture(scope="module", params=["lexical", "translation"])
def kind(request):
    return load("aligner", request.param)


def links(beads):
    return [(b.sources, b.targets) for b in beads]


def test_the_defaults_find_gold(kind):
    assert links(kind().align(SOURCE, TARGET)) == GOLD
    assert links(kind(max_align=LARGEST, skip_penalty=0.0).align(SOURCE, TARGET)) == GOLD


@pytest.mark.parametrize("largest", [2, 3, 4, LARGEST])
def test_no_bead_is_larger_than_asked(kind, largest):
    beads = kind(max_align=largest).align(SOURCE * 3, TARGET * 3)
    sizes = [len(b.sources) + len(b.targets) for b in beads]
    assert max(sizes) == min(largest, 3)
    assert sum(sizes) == 3 * (len(SOURCE) + len(TARGET))


def test_a_dearer_null_is_rarer_and_a_cheaper_one_more_frequent(kind):
    nulls = [
        sum(
            len(b.sources) + len(b.targets)
            for b in kind(skip_penalty=penalty).align(SOURCE, TARGET)
            if b.null
        )
        for penalty in (-30, -5, 0, 20)
    ]
    assert nulls == sorted(nulls, reverse=True)
    assert nulls[0] == len(SOURCE) + len(TARGET)
    assert nulls[-1] == 0


def test_the_signature_tells_what_was_changed(kind):
    assert "max-align" not in str(kind().signature)
    assert "max-align:4|skip-penalty:-1.5" in str(kind(max_align=4, skip_penalty=-1.5).signature)


@pytest.mark.parametrize(
    ("knob", "word"),
    [({"max_align": 1}, "--max-align 1"), ({"max_align": 8}, "--max-align 8"),
     ({"skip_penalty": float("nan")}, "--skip-penalty nan"), ({"skip_penalty": 51}, "51")],
)  # fmt: skip
def test_what_is_out_of_range_is_refused(kind, knob, word):
    with pytest.raises(UsageError, match=word):
        kind(**knob)
