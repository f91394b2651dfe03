"""What names say."""

import numpy as np
import pytest

from align.matching.names import CAP, MOST, Names, name_keys

LIKE = [
    ("report.fr.txt", "report.en.txt"),
    ("report_FR.docx", "Report-en.pdf"),
    ("fr/report.txt", "en/report.txt"),
    ("fr-FR/a/report.txt", "en_GB/a/report.html"),
    ("français/Été.txt", "anglais/E\u0301te\u0301.txt"),
    ("2024/report french v2.txt", "2024/report english v2.txt"),
    ("report.txt", "report.en.txt"),
]


@pytest.mark.parametrize(("one", "other"), LIKE)
def test_marks_of_languages_do_not_count(one, other):
    langs = ("fr", "en")
    assert name_keys(f"x/{one}", "x", langs) == name_keys(f"y/z/{other}", "y/z", langs)


@pytest.mark.parametrize(
    ("one", "other", "base"),
    [
        ("2023/report.txt", "2024/report.txt", True),
        ("report1.txt", "report2.txt", False),
        ("report.1.txt", "report.2.txt", False),
        ("a b.txt", "ab.txt", False),
    ],
)
def test_what_else_differs_counts(one, other, base):
    first, second = (name_keys(path, ".", ("fr", "en")) for path in (one, other))
    assert first[0] != second[0]
    assert (first[1] == second[1]) is base


def test_like_names_are_candidates_unless_too_many_have_them():
    few = Names([("a/x", "x"), ("b/x", "x"), ("", "")], [("a/x", "x"), ("", "")])
    assert few.candidates().tolist() == [[0, 0], [1, 0]]
    many = Names([(f"{k}/x", "x") for k in range(MOST + 1)], [("z/x", "x")])
    assert many.candidates().tolist() == []


def keys(count):
    return [(f"n{k}", f"n{k}") for k in range(count)]


def test_names_are_worth_what_the_folders_bear_out():
    """Where contents settle that like names are translations, a doubtful pair gains by them."""
    names = Names(keys(20), keys(20))
    pairs = np.array(sorted({(k, k) for k in range(20)} | {(k, (k + 1) % 20) for k in range(20)}))
    like = pairs[:, 0] == pairs[:, 1]
    doubtful = pairs[:, 0] == 7
    borne = names.evidence(pairs, np.where(doubtful, 0.4, np.where(like, 0.99, 0.01)))
    assert borne[like & doubtful][0] == pytest.approx(CAP)
    assert borne[~like & doubtful][0] < -2
    against = names.evidence(pairs, np.where(doubtful, 0.4, np.where(like, 0.01, 0.99)))
    assert against[like & doubtful][0] == 0
    assert -0.2 < against[~like & doubtful][0] <= 0


def test_before_anything_is_settled_like_names_speak_for_a_pair():
    evidence = Names(keys(2), keys(2)).evidence(np.array([[0, 0], [0, 1]]), np.full(2, 0.3))
    assert evidence[0] > 2
    assert evidence[1] < 0
