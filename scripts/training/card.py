"""The README beside a model: data, steps, hardware, scores with signatures, licence, limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from training.corpus import About
from training.history import Stage
from training.scores import Scored

_SCORES = re.compile(r"^## Scores\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Card:
    """What a model's README tells."""

    about: About
    parameters: int
    config: dict[str, Any]
    limit: int
    mantissa: int  # bits of the matrices' numbers
    histories: Sequence[Sequence[Stage]]  # of each checkpoint that the weights are the mean of
    scores: Sequence[Scored]
    notes: str  # in the maintainer's words: where the data is from, how the run went
    licence: str


def render(card: Card) -> str:
    """Lay a card out as Markdown."""
    about, config = card.about, card.config
    scores = "\n".join(
        f"| {one.name} | {one.sentences:,} | {one.beam} | {one.bleu:.1f} | {one.chrf:.1f} |"
        for one in card.scores
    )
    bits = f", matrices with {card.mantissa} bits of mantissa" if card.mantissa < 10 else ""
    signatures = sorted({f"BLEU `{one.bleu_signature}`" for one in card.scores})
    signatures += sorted({f"chrF `{one.chrf_signature}`" for one in card.scores})
    return f"""\
# A MarianMT model, {about.source_lang} to {about.target_lang}

Laid out as `save_pretrained` writes it: `MarianMTModel.from_pretrained` and
`MarianTokenizer.from_pretrained` load this folder. Made by `scripts/train_model.py`.

| | |
| --- | --- |
| size | {card.parameters / 1e6:.1f} million parameters, kept in float16{bits} |
| shape | {config["encoder_layers"]} encoder and {config["decoder_layers"]} decoder layers of \
{config["d_model"]}, feed-forward {config["encoder_ffn_dim"]:,}, \
{config["encoder_attention_heads"]} heads |
| vocabulary | {config["vocab_size"] - 1:,} SentencePiece pieces (unigram) that both languages \
share; `</s>` is 0, `<unk>` 1, `<pad>` the last, and the decoder's start |
| pad row | zero in the embedding, its logit banned, so that converters that assume this are right |

## Training
{_training(card)}

## Scores
Decoded as `align translate` does: CTranslate2 in int8, inputs beyond {card.limit} pieces split at
a clause boundary (`model_max_length`).

| set | sentences | beam | BLEU | chrF |
| --- | --- | --- | --- | --- |
{scores}

{", ".join(signatures)}.

## Limits
- Nineteen in twenty of the sentences that it learnt from have fewer than {card.limit} pieces:
  longer ones are split.
- Signs and letters that are rare in its data have no piece of their own; Marialign puts them back
  from the source where it can tell which they are.
- Names are often misspelt; numbers are checked, see `align translate --json`.
- It is small: good to align with and for a first draft; what is published needs a reader.

Licence: {card.licence}
"""


def stated_sets(readme: str) -> tuple[str, ...]:
    r"""Return the names of the sets in a README's table of scores, as they stand there.

    >>> stated_sets("## Scores\n| set | BLEU |\n| --- | --- |\n| WMT 2013, all | 23.7 |\n")
    ('WMT 2013',)
    """
    found = _SCORES.search(readme)
    rows = [line for line in (found.group(1) if found else "").splitlines() if line[:1] == "|"]
    cells = (row.strip("|").partition("|")[0].partition(",")[0].strip() for row in rows[2:])
    return tuple(dict.fromkeys(cell for cell in cells if cell))


def same_set(one: str, other: str) -> bool:
    """Tell whether two names are of one set: `WMT 2013` and `wmt13` are."""
    first, second = (
        re.sub(r"[\W_]", "", re.sub(r"(?<!\d)20(?=\d\d(?!\d))", "", name.casefold()))
        for name in (one, other)
    )
    return first == second


def _training(card: Card) -> str:
    """Say what it was trained on, for how long, on what, as far as the checkpoints know."""
    about, told = card.about, []
    told.append(
        f"{about.pairs:,} pairs of sentences; Muon on the hidden matrices, AdamW on the rest, "
        "label smoothing."
    )
    if len(card.histories) > 1:
        names = ", ".join(f"`{history[0].name}`" for history in card.histories)
        told.append(f"The weights are the mean of {len(card.histories)} checkpoints: {names}.")
    if about.varied and about.source_lang == "fr":
        told.append("Part of the French was given curly apostrophes, no-break spaces, guillemets.")
    if about.joined:
        told.append(
            f"{about.joined:.0%} of the pairs were joined with the one or two after them, so that "
            "long texts are known."
        )
    if about.sampled:
        told.append(
            "Sources were cut into pieces at random, by their probabilities to the power of "
            f"{about.sampled:g} (Kudo 2018)."
        )
    if card.notes:
        told.append(card.notes.strip())
    parts = [fill(" ".join(told), 100)]
    if about.files:
        rows = [f"| {name} | {count:,} |" for name, count in about.files]
        parts.append("\n".join(["| data | pairs |", "| --- | --- |", *rows]))
    left_out = ", ".join(f"{reason} {count:,}" for reason, count in about.dropped if count)
    if left_out:
        parts.append(f"Left out: {left_out}.")
    for stage in dict.fromkeys(stage for history in card.histories for stage in history):
        parts.append(f"### `{stage.name}`\n{stage.told or 'Nothing is known of its training.'}")
    return "\n\n".join(parts)
