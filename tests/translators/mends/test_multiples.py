"""What is so many times less does not become so many times as much."""

import pytest

from align.translators.mends.multiples import english_multiples


@pytest.mark.parametrize(
    ("source", "target", "made"),
    [
        ("deux fois moins cher", "twice as expensive", "half as expensive"),
        ("Deux fois moins", "Two times as much", "half as much"),
        ("dix fois moins de gens", "ten times as many people", "a tenth as many people"),
        ("3 fois moins", "3 times as much", "a third as much"),
        ("cent fois moindre", "a hundred times as large", "a hundredth as large"),
        ("trois fois moins", "three times less", "three times less"),
        ("trois fois moins", "three times as little", "three times as little"),
        ("trois fois plus", "three times as much", "three times as much"),
        (
            "deux fois plus cher et trois fois moins rapide",
            "twice as expensive and three times as fast",
            "twice as expensive and a third as fast",
        ),
        ("deux fois plus, deux fois moins", "twice as much, twice as", "twice as much, twice as"),
        ("il est venu deux fois, moins vite", "twice as slow", "twice as slow"),
        ("12,3 fois moins", "3 times as much", "3 times as much"),
    ],
)
def test_times_less(source, target, made):
    assert english_multiples(source, target) == made
