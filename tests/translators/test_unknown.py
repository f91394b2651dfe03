"""What a model could not write comes from the source, or is dropped, never guessed."""

from align.translators.unknown import restore_unknown

KNOWN = {"▁", "▁de", "▁32", "▁«", "»", "▁un", "C", "iao", "▁D", "."}


def test_unknown_pieces_come_back_in_order():
    source = ["▁", "X", "iao", "▁de", "▁32", "°", "C"]
    target = ["▁", "<unk>", "iao", "▁32", "<unk>", "C"]
    assert restore_unknown(source, target, KNOWN) == ["▁", "X", "iao", "▁32", "°", "C"]


def test_guillemets_become_quotation_marks():
    source = ["▁«", "▁un", "»", "."]
    target = ["▁", "<unk>", "▁D", "<unk>", "."]
    assert restore_unknown(source, target, KNOWN) == ["▁", '"', "D", '"', "."]


def test_what_cannot_be_told_is_dropped():
    assert restore_unknown(["X", "Y"], ["▁D", "<unk>"], KNOWN) == ["▁D"]
    assert restore_unknown([], ["<unk>", "<unk>"], KNOWN) == []
    assert restore_unknown(["X"], ["▁D"], KNOWN) == ["▁D"]


def test_what_is_dropped_leaves_no_second_space():
    source = ["X", "Y"]
    for after in ["▁D", ".", "<unk>"]:
        made = restore_unknown(source, ["▁D", "▁", "<unk>", after, "<unk>", "<unk>"], KNOWN)
        assert made == ["▁D", after][: 2 - (after == "<unk>")]
    assert restore_unknown(source, ["▁", "<unk>", "iao"], KNOWN) == ["▁", "iao"]


def test_a_closing_guillemet_has_no_space_before_it():
    source = ["▁«", "▁un", "▁»", "▁de"]
    known = KNOWN | {"▁»"}
    for gap in [[], ["▁"]]:
        made = restore_unknown(source, ["▁", "<unk>", "▁D", *gap, "<unk>", "▁de"], known)
        assert made == ["▁", '"', "D", '"', "▁de"]


def test_a_guillemet_and_the_comma_in_one_piece_give_one_comma():
    known = KNOWN | {"▁»,", "▁»."}
    for stop in ",.":
        source = ["▁«", "▁un", f"▁»{stop}"]
        target = ["▁", "<unk>", "D", "<unk>"]
        assert restore_unknown(source, [*target, stop], known) == ["▁", '"', "D", '"', stop]
        assert restore_unknown(source, [*target, "▁de"], known) == [
            "▁", '"', "D", f'"{stop}', "▁de",
        ]  # fmt: skip
