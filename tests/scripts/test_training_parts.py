"""Pairs, batches, loss, optimiser and rate of the trainer."""

import lzma
import random
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import sentencepiece
import torch
from training.batches import epoch_batches, padded
from training.corpus import TAG, About, Corpus, encode, learn_pieces, open_pieces
from training.export import LARGEST
from training.loss import TiedCrossEntropy, slopes_fused
from training.network import PRESETS
from training.optimiser import Muon, Schedule
from training.pairs import Pair, Source, gather, varied, vary
from training.vectors import start_vectors

from align.errors import UsageError


def corpus_of(lengths, *, pieces=9):
    """Make a corpus of texts of given lengths, (source, target)."""
    at = [np.concatenate([[0], np.cumsum([pair[side] for pair in lengths])]) for side in (0, 1)]
    texts = [np.arange(int(a[-1])) % (pieces - 2) + 2 for a in at]
    return Corpus(Path(), texts[0], at[0], texts[1], at[1], pieces=pieces, about=About())


def test_files_are_filtered_weighed_and_counted(tmp_path):
    lines = ["un\tone", "deux\ttwo", "un\tone", "\tempty", "secret\tsecret stuff", "a\t" + "b" * 99,
             "x " * 61 + "\t" + "y " * 61, "the very same words\tthe very same words",
             "  trois \t three\textra"]  # fmt: skip
    with lzma.open(tmp_path / "a.tsv.xz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    (tmp_path / "b.tsv").write_text("quatre\tfour\r\n" * 2 + "cinq\tfive\n", "utf-8")
    found = gather(
        [Source(tmp_path / "a.tsv.xz"), Source(tmp_path / "b.tsv", 3.0, True)],
        longest=60, ratio=3, held_out={"secret"}, seed=1,
    )  # fmt: skip
    once = [Pair("un", "one"), Pair("deux", "two"), Pair("trois", "three")]
    thrice = 3 * [Pair("quatre", "four", True), Pair("cinq", "five", True)]
    assert sorted(found.kept, key=str) == sorted(once + thrice, key=str)
    assert found.dropped == {
        "repeated": 2, "empty": 1, "held out": 1, "ratio": 1, "long": 1, "copied": 1,
    }  # fmt: skip
    assert list(found.taken.values()) == [3, 6]


def test_a_byte_order_mark_is_no_part_of_the_first_source(tmp_path):
    (tmp_path / "a.tsv").write_bytes("\ufeffun\tone\ndeux\ttwo\n".encode())
    found = gather([Source(tmp_path / "a.tsv")], longest=9, ratio=3, held_out={"un"}, seed=1)
    assert found.kept == [Pair("deux", "two")]


def test_a_weight_below_one_takes_that_share(tmp_path):
    (tmp_path / "a.tsv").write_text("".join(f"a {n}\tb {n}\n" for n in range(1000)))
    found = gather([Source.parse(f"{tmp_path}/a.tsv@0.3")], longest=9, ratio=3, seed=1)
    assert 240 < len(found.kept) < 360


def test_french_is_varied_as_typesetters_do():
    text = "Elle a dit : \"Qu'est-ce que c'est ?\" Voilà !"
    seen = {vary(text, random.Random(seed)) for seed in range(60)}
    together = "\n".join(seen)
    for part in ("Qu’est-ce", "Qu'est-ce", "« Qu", "«\u00a0Qu", "\u202f!", "\u00a0:", " :", '"'):
        assert part in together, part


def test_pairs_are_joined_with_those_after_them_in_their_file(tmp_path):
    for name in "ab":
        lines = [f"{name}{n}\t{name.upper()}{n}\n" for n in range(400)]
        (tmp_path / name).write_text("".join(lines) + f"{name}400{' w' * 7}\t{name.upper()}400\n")
    sources = [Source(tmp_path / "a"), Source(tmp_path / "b", 2.0)]
    options = {"longest": 9, "ratio": 9, "seed": 1}
    found = gather(sources, join=0.2, **options)
    plain = gather(sources, **options)
    assert (found.taken, found.dropped) == (plain.taken, plain.dropped)
    counts: Counter[int] = Counter()
    for pair in found.kept:
        parts = pair.source.replace(" w", "").split()
        counts[len(parts)] += 1
        first = int(parts[0][1:])
        assert parts == [f"{parts[0][0]}{n}" for n in range(first, first + len(parts))]
        assert pair.target == " ".join(parts).upper()
        assert len(pair.source.split()) <= 9
    assert sum(counts.values()) == 3 * 401
    assert 150 < counts[2] < 230
    assert 30 < counts[3] < 90
    assert gather(sources, join=0.2, **options).kept == found.kept


@given(st.text(), st.integers(0, 99))
def test_variation_changes_no_letter(text, seed):
    made = vary(text, random.Random(seed))
    assert list(filter(str.isalnum, made)) == list(filter(str.isalnum, text))


def test_only_french_sources_are_varied():
    pairs = [Pair("L'eau !", "It’s water")] * 50
    assert {pair.target for pair in varied(pairs, source_lang="fr", seed=1)} == {"It's water"}
    assert len({pair.source for pair in varied(pairs, source_lang="fr", seed=1)}) > 2
    assert {pair.source for pair in varied(pairs, source_lang="de", seed=1)} == {"L'eau !"}


def test_machine_written_sources_get_a_tag_that_no_text_contains(tmp_path):
    pairs = [Pair(f"le mot {n}", f"the word {n}", n % 2 == 0) for n in range(200)]
    learn_pieces(pairs, tmp_path / "joint.model", pieces=40)
    corpus = encode(pairs, tmp_path, longest=50, about=About())
    tag = open_pieces(tmp_path / "joint.model").piece_to_id(TAG)
    first = corpus.source[corpus.source_at[:-1]]
    assert [bool(piece == tag) for piece in first] == [pair.tagged for pair in pairs]
    assert tag not in open_pieces(tmp_path / "joint.model").encode(f"{TAG} le mot")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=(pair.source for pair in pairs), vocab_size=20, minloglevel=2,
        model_prefix=str(tmp_path / "joint"), bos_id=-1, eos_id=0, unk_id=1, pad_id=-1,
    )  # fmt: skip
    with pytest.raises(UsageError, match="no piece <bt>"):
        encode(pairs, tmp_path, longest=50, about=About())


def test_sampled_sources_are_the_same_texts_in_other_pieces(tmp_path):
    pairs = [Pair(f"le mot numéro {n}", f"the word number {n}") for n in range(200)]
    learn_pieces(pairs, tmp_path / "joint.model", pieces=40)
    best = encode(pairs, tmp_path, longest=50, about=About())
    first, again, other = (
        encode(pairs, tmp_path, longest=50, about=About(sampled=0.3), seed=seed)
        for seed in (1, 1, 2)
    )
    assert first.about.sampled == 0.3
    assert (first.key, first.target.tolist()) == (again.key, best.target.tolist())
    assert other.key != first.key
    assert len(first.source) > len(best.source)
    model = open_pieces(tmp_path / "joint.model")
    at = first.source_at
    texts = [model.decode(first.source[a:b].tolist()) for a, b in pairwise(at)]
    assert texts == [pair.source for pair in pairs]


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=60),
    st.integers(1, 80), st.integers(0, 3),
)  # fmt: skip
def test_every_pair_comes_once_an_epoch_in_batches_that_fit(lengths, tokens, epoch):
    corpus = corpus_of(lengths)
    batches = epoch_batches(corpus, epoch=epoch, tokens=tokens, seed=5)
    assert sorted(np.concatenate(batches)) == list(range(len(lengths)))
    for batch in batches:
        widest = max(max(lengths[i]) + 1 for i in batch)
        assert len(batch) == 1 or widest * len(batch) <= tokens
    again = epoch_batches(corpus, epoch=epoch, tokens=tokens, seed=5)
    assert all(np.array_equal(a, b) for a, b in zip(batches, again, strict=True))


def test_rows_are_ended_and_padded():
    corpus = corpus_of([(2, 1), (4, 3), (1, 1)])
    rows = padded(corpus.source, corpus.source_at, np.array([1, 2]), pad=9)
    assert rows.tolist() == [[4, 5, 6, 7, 0], [8, 0, 9, 9, 9]]


@pytest.mark.parametrize("fused", [False, True])
@pytest.mark.parametrize("rows", [3, 100])
def test_the_loss_is_cross_entropy_without_pad(rows, fused, monkeypatch):
    torch.manual_seed(1)
    states = torch.randn(10, 6, requires_grad=True)
    table = torch.randn(8, 6, requires_grad=True)
    bias, labels = torch.randn(1, 8), torch.randint(0, 7, (10,))
    if fused:  # as on a GPU, but for the compiler
        monkeypatch.setattr("training.loss._COMPILED", {"cpu"})
        monkeypatch.setattr("training.loss._compiled_slopes", lambda: slopes_fused)
    loss = TiedCrossEntropy.apply(states[None], table, bias, labels, 0.1, rows)
    (3 * loss).backward()
    found = [states.grad.clone(), table.grad.clone()]
    states.grad = table.grad = None
    logits = states @ table[:7].T + bias[0, :7]
    wanted = torch.nn.functional.cross_entropy(logits, labels, label_smoothing=0.1)
    (3 * wanted).backward()
    assert torch.allclose(loss, wanted, atol=1e-6)
    assert torch.allclose(found[0], states.grad, atol=1e-6)
    assert torch.allclose(found[1], table.grad, atol=1e-6)
    assert not found[1][7].any()


@pytest.mark.parametrize("fused", [False, True])
@pytest.mark.parametrize("rows", [6, 100])
def test_two_reads_of_a_batch_shall_agree(rows, fused, monkeypatch):
    torch.manual_seed(1)
    states = torch.randn(2, 10, 6, requires_grad=True)
    table = torch.randn(8, 6, requires_grad=True)
    bias, labels = torch.randn(1, 8), torch.randint(0, 7, (10,))
    if fused:
        monkeypatch.setattr("training.loss._COMPILED", {"cpu"})
        monkeypatch.setattr("training.loss._compiled_slopes", lambda: slopes_fused)
    loss = TiedCrossEntropy.apply(states, table, bias, labels, 0.1, rows, 2.0)
    (3 * loss).backward()
    found = [states.grad.clone(), table.grad.clone()]
    states.grad = table.grad = None
    logits = states @ table[:7].T + bias[0, :7]
    p, q = logits.log_softmax(-1)
    wanted = 0.0
    for one, other in ((p, q), (q, p)):
        wanted += torch.nn.functional.cross_entropy(one, labels, label_smoothing=0.1) / 2
        wanted += (
            2.0 / 2 * torch.nn.functional.kl_div(one, other, reduction="batchmean", log_target=True)
        )
    (3 * wanted).backward()
    assert torch.allclose(loss, wanted, atol=1e-5)
    assert torch.allclose(found[0], states.grad, atol=1e-5)
    assert torch.allclose(found[1], table.grad, atol=1e-5)


def test_muon_is_that_of_torch():
    torch.manual_seed(1)
    start = [torch.randn(12, 8), torch.randn(12, 8), torch.randn(8, 8)]
    slopes = [[torch.randn_like(w) for w in start] for _ in range(3)]
    ends = []
    for make in (
        lambda params: Muon(params, lr=0.01, dtype=torch.bfloat16),
        lambda params: torch.optim.Muon(
            params, lr=0.01, weight_decay=0.01, momentum=0.95, adjust_lr_fn="match_rms_adamw"
        ),
    ):
        params = [torch.nn.Parameter(w.clone()) for w in start]
        optimiser = make(params)
        for step in slopes:
            for weights, slope in zip(params, step, strict=True):
                weights.grad = slope.clone()
            optimiser.step()
        ends.append(params)
    for mine, theirs, before in zip(*ends, start, strict=True):
        moved = (theirs - before).norm()
        assert moved > 0.01
        assert (mine - theirs).norm() < 0.05 * moved  # bfloat16 rounds differently in a stack


def test_the_rate_rises_stays_and_falls():
    level = Schedule(1.0, warmup=10, cooldown=0.5)
    assert level.rate(5, done=0.01) == pytest.approx(0.5)
    assert level.rate(50, done=0.5) == 1
    assert level.rate(75, done=0.75) == pytest.approx(0.5)
    assert level.rate(100, done=1) == 0
    root = Schedule(1.0, warmup=10, kind="inverse-sqrt", cooldown=0)
    assert root.rate(40, done=0.9) == pytest.approx(0.5)


def test_pieces_that_meet_begin_close():
    rng = random.Random(1)
    words = [[rng.randrange(2, 12) for _ in range(3)] for _ in range(400)]
    flat = np.array(words).ravel()
    at = np.arange(401) * 3
    corpus = Corpus(Path(), flat, at, flat + 10, at, pieces=22, about=About())
    vectors = start_vectors(corpus, width=16, seed=1)
    assert np.allclose(np.linalg.norm(vectors[2:], axis=1), 1, atol=1e-5)
    likeness = vectors[2:12] @ vectors[12:].T
    assert (likeness.argmax(1) == np.arange(10)).all()


def test_the_gpu_preset_has_20_to_30_million_parameters():
    shape, pieces = PRESETS["gpu"], 16_000
    square, forward = shape.d**2, 2 * shape.d * shape.ff
    size = (
        pieces * shape.d + shape.enc * (4 * square + forward) + shape.dec * (8 * square + forward)
    )
    assert 20e6 < size < 30e6
    assert 0.67 * 2 * size < LARGEST - 3e6  # bytes of a wheel, with 5 bits of mantissa
    assert shape.enc > 2 * shape.dec
