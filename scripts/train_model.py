"""Train a MarianMT model for the package: from pairs of sentences to a folder that ships.

Run from the checkout, in three steps; WORK and OUT lie outside of it, SET.fr and SET.en are sources
and references:

    python scripts/train_model.py prepare WORK ../shared/data/train/*.tsv.xz
    python scripts/train_model.py train WORK OUT --minutes 120 --validate SET
    python scripts/train_model.py export WORK OUT align/models/fr-en --score SET --score OTHER

`train` may be stopped at any moment and goes on with the same command. On a GPU, in stages, the
second on what is most like the texts to come, read twice: `prepare WORK --pieces 16000 --sample 0.3
--join 0.12` and `prepare LATE --vocabulary WORK/joint.model --join 0.12`, each again with other
seeds for `--then`; `train WORK OUT --preset gpu --tokens 49152 --lr 2e-3 --warmup 400 --cooldown 0
--minutes 10` and `train LATE OUT2 --init OUT --tokens 32768 --lr 1.2e-3 --warmup 300 --cooldown 0.6
--decay 0.05 --dropout 0.15 --r-drop 2 --minutes 12`; to end, on what it writes itself, `train LATE
OUT3 --init OUT2 --risk 40 --tokens 24576 --lr 1e-4 --warmup 10 --cooldown 1 --decay 0 --average 0
--minutes 3`; `export LATE OUT3 FOLDER --limit 96 --mantissa 5`: 25.1 million parameters, 50 MB in
float16, 35 MB of a wheel.

On CPUs, glibc gives large blocks back to the kernel, which took 7% of a step here; in the
environment, MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=17179869184
MALLOC_TOP_PAD_=268435456 stop that.
"""

# ruff: noqa: B008 (typer reads what an option is from its default)
from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from align.errors import MarialignError, ModelError, UsageError
from align.translators import DEFAULT_BEAM

if TYPE_CHECKING:
    from training.corpus import Corpus
    from training.plan import Split, Status, Validated
    from training.scores import EvaluationSet

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Train a MarianMT model: prepare a corpus, train on it, export what ships.",
    epilog="Example: train_model.py prepare WORK news.fr-en.tsv.xz@4 europarl.fr-en.tsv.xz",
)
Work = typer.Argument(..., metavar="WORK", help="Folder of the prepared corpus.")
Threads = typer.Option(0, "--threads", metavar="N", min=0, max=1024, help="Cores to use; 0 is all.")


@app.command(
    epilog="Example: train_model.py prepare WORK news.fr-en.tsv.xz@4 --without flores-dev.fr"
)
def prepare(
    work: Path = Work,
    files: list[str] = typer.Argument(
        ..., metavar="FILE[@WEIGHT]...",
        help="SOURCE TAB TARGET, a pair a line, .xz or not; @4 takes each pair four times, @0.3 "
        "three in ten.",
    ),
    tagged: list[str] = typer.Option(
        [], "--tagged", metavar="FILE[@WEIGHT]",
        help="Pairs whose source a machine wrote (back-translation): marked by a piece of its own.",
    ),
    without: list[Path] = typer.Option(
        [], "--without", metavar="FILE", help="Lines that must not be trained on, such as tests."
    ),
    vocabulary: Path | None = typer.Option(
        None, "--vocabulary", metavar="FILE", help="A SentencePiece model to use, source.spm say."
    ),
    pieces: int = typer.Option(8000, "--pieces", help="Size of the vocabulary to learn otherwise."),
    source_lang: str = typer.Option("fr", "--source-lang", metavar="CODE", help="Of the sources."),
    target_lang: str = typer.Option("en", "--target-lang", metavar="CODE", help="Of the targets."),
    words: int = typer.Option(60, "--words", help="Longest side of a pair, in words."),
    longest: int = typer.Option(100, "--longest", help="Longest side of a pair, in pieces."),
    ratio: float = typer.Option(2.2, "--ratio", help="Most characters for one of the other side."),
    vary: bool = typer.Option(
        True, help="Give French sources curly apostrophes, no-break spaces, guillemets."
    ),
    join: float = typer.Option(
        0.0, "--join", metavar="SHARE",
        help="Join so many pairs with the one or two after them, for long texts; 0.12, say.",
    ),
    sample: float = typer.Option(
        0.0, "--sample", metavar="ALPHA",
        help="Cut sources into pieces at random: 0.3 somewhat finer, 1 hardly; 0 is never.",
    ),
    seed: int = typer.Option(
        7, "--seed", min=0, help="Of what is drawn: weights, order, joints, pieces."
    ),
) -> None:  # fmt: skip
    """Read pairs, filter, weigh and vary them, cut them into pieces."""
    from training.corpus import About, encode, learn_pieces
    from training.pairs import Source, gather, varied

    from align.files import read_bytes, read_lines, whole_output

    if not 0 <= sample <= 1:
        raise UsageError(f"--sample {sample}: a power from 0 to 1 was expected.")
    if not 0 <= join <= 1:
        raise UsageError(f"--join {join}: a share from 0 to 1 was expected.")
    sources = [Source.parse(file) for file in files]
    sources += [Source.parse(file, tagged=True) for file in tagged]
    held_out = {" ".join(line.split()) for file in without for line in read_lines(str(file))}
    found = gather(
        sources, longest=words, ratio=ratio, held_out=held_out - {""}, join=join, seed=seed
    )
    for name, count in found.taken.items():
        say(f"{name}: {count:,} pairs")
    say("left out: " + (", ".join(f"{k} {n:,}" for k, n in found.dropped.items()) or "none"))
    pairs = varied(found.kept, source_lang=source_lang, seed=seed) if vary else found.kept
    _make(work)
    model = work / "joint.model"
    if vocabulary is None:
        say(f"learning {pieces:,} pieces")
        learn_pieces(pairs, model, pieces=pieces)
    elif vocabulary.resolve() != model.resolve():
        if not vocabulary.is_file():
            raise UsageError(f"--vocabulary {vocabulary}: there is no such file.")
        with whole_output(model) as copy:
            copy.write(read_bytes(vocabulary))
    about = About(
        source_lang, target_lang, files=tuple((Path(k).name, n) for k, n in found.taken.items()),
        dropped=tuple(found.dropped.items()), varied=vary, joined=join, sampled=sample,
    )  # fmt: skip
    corpus = encode(pairs, work, longest=longest, about=about, seed=seed)
    say(f"{work}: {len(corpus):,} pairs, {corpus.source_at[-1] + corpus.target_at[-1]:,} pieces")


@app.command(epilog="Example: train_model.py train WORK OUT --init align/models/fr-en --minutes 60")
def train(
    work: Path = Work,
    out: Path = typer.Argument(..., metavar="OUT", help="Folder of the run; goes on if it began."),
    then: list[Path] = typer.Option(
        [], "--then", metavar="WORK",
        help="Another prepared corpus for the epoch after, in turn: the same files drawn with "
        "another --seed, say.",
    ),
    init: Path | None = typer.Option(
        None, "--init", metavar="FOLDER", help="Begin with the weights of a model, or of a run."
    ),
    preset: str | None = typer.Option(
        None, "--preset", metavar="NAME", help="Shape: small or gpu; small, or that of --init."
    ),
    d: int | None = typer.Option(None, "--d", min=1, help="Width, in place of the preset's."),
    ff: int | None = typer.Option(
        None, "--ff", min=1, help="Width of feed-forward layers; those of --init grow to it."
    ),
    enc: int | None = typer.Option(None, "--enc", min=1, help="Encoder layers."),
    dec: int | None = typer.Option(None, "--dec", min=1, help="Decoder layers."),
    heads: int | None = typer.Option(None, "--heads", min=1, help="Attention heads."),
    dropout: float | None = typer.Option(None, "--dropout", help="Share of units dropped."),
    steps: int = typer.Option(
        0, "--steps", min=0, help="End after that many steps, of all starts."
    ),
    minutes: float = typer.Option(0.0, "--minutes", help="End after so much work, of all starts."),
    tokens: int = typer.Option(
        4096, "--tokens", min=1, help="Pieces of a batch's longer side, padded."
    ),
    lr: float = typer.Option(1.2e-3, "--lr", help="Highest rate."),
    warmup: int = typer.Option(1000, "--warmup", min=0, help="Steps until the highest rate."),
    schedule: str = typer.Option("constant", "--schedule", help="Or inverse-sqrt, after warm-up."),
    cooldown: float = typer.Option(
        0.4, "--cooldown", help="Last share of the run, in which the rate falls to zero."
    ),
    decay: float = typer.Option(
        0.01, "--decay", help="Weight decay of the layers' matrices, times the rate, a step."
    ),
    smoothing: float = typer.Option(0.1, "--smoothing", help="Label smoothing."),
    agreement: float = typer.Option(
        0.0, "--r-drop", metavar="WEIGHT",
        help="Read each batch twice, with other units dropped, and weigh by this how far the reads "
        "differ (R-Drop, Liang et al. 2021): 2 where data are few. A step takes twice as long.",
    ),
    risk: float = typer.Option(
        0.0, "--risk", metavar="WEIGHT",
        help="Draw translations of each source and weigh by this what they lack of their reference "
        "(minimum risk training, Shen et al. 2016): 40 at the end, at a tenth of the rate.",
    ),
    draws: int = typer.Option(
        16, "--draws", metavar="N", min=2, help="Translations of each source, with --risk."
    ),
    average: float = typer.Option(
        0.999, "--average", help="Decay a step of the weights' moving average; 0 is none."
    ),
    validate: Path | None = typer.Option(
        None, "--validate", metavar="PREFIX", help="Score on PREFIX.fr, PREFIX.en; keep the best."
    ),
    every: int = typer.Option(1000, "--every", min=0, help="Steps between validations."),
    device: str = typer.Option("auto", "--device", metavar="NAME", help="auto, cpu or cuda."),
    precision: str = typer.Option(
        "auto", "--precision", metavar="TYPE", help="bf16 or float32; auto knows what is fast."
    ),
    threads: int = Threads,
    save: float = typer.Option(5.0, "--save", metavar="MINUTES", help="Between checkpoints."),
    log: int = typer.Option(
        100, "--log", metavar="STEPS", min=1, help="Between lines on progress."
    ),
    seed: int = typer.Option(1, "--seed", min=0, help="Of weights, order and dropout."),
) -> None:  # fmt: skip
    """Train until --steps or --minutes are over; Ctrl-C and SIGTERM save and stop."""
    from training.corpus import open_corpus

    if not steps and not minutes:
        raise UsageError("--steps or --minutes was expected: how long shall it train?")
    if schedule not in ("constant", "inverse-sqrt"):
        raise UsageError(f"--schedule {schedule}: constant or inverse-sqrt was expected.")
    shares = (average, smoothing, dropout or 0.0)
    if not 0 <= cooldown <= 1 or not all(0 <= share < 1 for share in shares):
        raise UsageError(
            "--cooldown, --average, --smoothing, --dropout: shares from 0 to 1 were expected."
        )
    for name, value in (
        ("lr", lr), ("decay", decay), ("r-drop", agreement), ("risk", risk), ("minutes", minutes),
        ("save", save),
    ):  # fmt: skip
        if not 0 <= value < float("inf"):  # no number at all is never over
            raise UsageError(f"--{name} {value}: a number from 0 on was expected.")
    corpora = [open_corpus(folder) for folder in (work, *then)]
    corpus = corpora[0]
    for folder, other in zip(then, corpora[1:], strict=True):
        if other.vocabulary != corpus.vocabulary:
            raise UsageError(
                f"--then {folder}: its pieces are others than those of {work}; prepare it with "
                f"--vocabulary {work}/joint.model."
            )
    validation = _set(validate, corpus) if validate else None
    import torch  # what is slow to import comes once the input is known to be good
    from training.lock import locked
    from training.network import Machine
    from training.optimiser import Schedule
    from training.plan import Plan
    from training.run import Run
    from training.start import start_network

    from align.translators.engine import out_of_memory

    if threads:
        torch.set_num_threads(threads)
    machine = Machine.choose(device=device, precision=precision)
    sizes = {"d": d, "ff": ff, "enc": enc, "dec": dec, "heads": heads, "dropout": dropout}
    plan = Plan(
        Schedule(lr, warmup, schedule, cooldown), steps=steps, minutes=minutes, tokens=tokens,
        decay=decay, smoothing=smoothing, agreement=agreement, average=average, seed=seed,
        log_every=log, risk=risk, draws=draws,
        validate_every=every if validate else 0, save_minutes=save, threads=threads,
    )  # fmt: skip
    _make(out)
    try:
        with locked(out):
            start = start_network(
                corpus, out, init, preset=preset, sizes=sizes, machine=machine, seed=seed, say=say
            )
            if agreement and not start.network.config.dropout:
                raise UsageError(
                    f"--r-drop {agreement:g}: without dropout both reads are one; a --dropout "
                    "above 0 was expected, such as 0.15."
                )
            run = Run(
                corpora, out, start.network, plan=plan, machine=machine, validation=validation,
                tell=_tell, began=start.began,
            )  # fmt: skip
            size = sum(w.numel() for w in run.network.parameters() if w.requires_grad)
            kind = "bfloat16" if machine.bf16 else "float32"
            begun = f", goes on at step {run.progress.step:,}" if run.progress.step else ""
            say(
                f"{size / 1e6:.2f}M parameters, {sum(map(len, corpora)):,} pairs, {machine.name}, "
                f"{kind}{begun}"
            )
            with _stopping() as caught:
                ended = run.go(stopped=lambda: bool(caught))
    except (RuntimeError, MemoryError) as error:
        if not out_of_memory(error):
            raise
        raise ModelError(
            "Out of memory, though batches are taken a pair at a time where they must be: "
            f"{machine.name} has no room for this model."
        ) from None
    say(f"{out}: saved at step {run.progress.step:,}" + ("" if ended else "; go on with the same"))
    if not ended:
        raise typer.Exit(128 + caught[0])


@app.command(
    epilog="Example: train_model.py export WORK OUT align/models/fr-en --score flores-dev "
    "--score wmt13"
)
def export(
    work: Path = Work,
    run: Path = typer.Argument(
        ..., metavar="OUT", help="A run's folder, one of save_pretrained, or a checkpoint."
    ),
    folder: Path = typer.Argument(..., metavar="FOLDER", help="Where to put the model."),
    mean: list[Path] = typer.Option(
        [], "--mean", metavar="PATH", help="More of OUT's kind: the mean of all is exported."
    ),
    which: str = typer.Option(
        "best", "--which", metavar="NAME", help="Of a run: best in validation, average, or last."
    ),
    score: list[Path] = typer.Option(
        [], "--score", metavar="PREFIX", help="Score on PREFIX.fr and PREFIX.en; give all sets."
    ),
    beams: str = typer.Option(
        f"1,{DEFAULT_BEAM}", "--beams", help="To score with; the last one decides."
    ),
    limit: int = typer.Option(
        0, "--limit", min=0,
        help="Most pieces of a text before it is split; 0: what the corpus taught.",
    ),
    mantissa: int = typer.Option(
        10, "--mantissa", metavar="BITS", min=1, max=10,
        help="That matrices keep in float16; 5 takes a third off a wheel.",
    ),
    notes: str = typer.Option("", "--notes", help="A paragraph for the README on the data."),
    licence: str = typer.Option(
        "that of Marialign (MIT); the data under their own licences.", "--licence",
        help="A sentence for the README.",
    ),
    force: bool = typer.Option(
        False, "--force", help="Even where a better one is there, or too large."
    ),
    threads: int = Threads,
) -> None:  # fmt: skip
    """Write the folder that ships; a model that is there is replaced by a better one only."""
    from training.corpus import open_corpus

    if which not in ("best", "average", "last"):
        raise UsageError(f"--which {which}: best, average or last was expected.")
    if not all(beam.isdigit() and int(beam) for beam in beams.split(",")):
        raise UsageError(f"--beams {beams}: numbers from 1 were expected, such as 1,4.")
    if folder.is_file():
        raise UsageError(f"{folder}: a folder was expected, this is a file.")
    _make(folder.parent)
    corpus = open_corpus(work)
    sets = [_set(prefix, corpus) for prefix in score]
    from training.export import export_model

    done = export_model(
        corpus, [run, *mean], folder, sets=sets,
        which=which, limit=limit, mantissa=mantissa,
        beams=[int(beam) for beam in beams.split(",")], notes=notes, licence=licence,
        force=force, threads=threads,
    )  # fmt: skip
    for name, rows in (("before", done.before), ("now", done.scores)):
        for one in rows:
            say(f"{name}: {one.name}, beam {one.beam}: BLEU {one.bleu:.2f}, chrF {one.chrf:.2f}")
    say(f"{folder}: {done.size / 1e6:.1f} MB, {done.packed / 1e6:.1f} MB of a wheel")


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """Collect the first SIGINT or SIGTERM in a list; a second one acts as always."""
    caught: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def note(number: int, _: Any) -> None:
        caught.append(number)
        restore()
        say("stopping after this step")

    for number in before:
        signal.signal(number, note)
    try:
        yield caught
    finally:
        restore()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: a folder was expected: {error.strerror}.") from None


def _set(prefix: Path, corpus: Corpus) -> EvaluationSet:
    from training.scores import EvaluationSet

    about = corpus.about
    return EvaluationSet.read(prefix, source_lang=about.source_lang, target_lang=about.target_lang)


def _tell(what: Status | Validated | Split) -> None:
    from training.plan import Split, Status

    if isinstance(what, Status):
        drawn = f"likeness {what.likeness:.4f} " if what.likeness else ""
        say(
            f"step {what.step:,} epoch {what.epoch} loss {what.loss:.3f} {drawn}"
            f"rate {what.rate:.6f} {what.speed:,.0f} pieces/s {what.done:.1%}"
        )
    elif isinstance(what, Split):
        say(f"step {what.step:,}: out of memory, steps are taken in {what.parts} parts from here")
    else:
        kept = ", the best so far" if what.best else ""
        say(f"step {what.step:,}: chrF {what.chrf:.2f} BLEU {what.bleu:.2f}{kept}")


def say(message: str) -> None:
    """Print a line to stderr."""
    print(message, file=sys.stderr, flush=True)


def main() -> None:
    """Run; errors become one sentence on stderr and an exit code of 1 or 2."""
    try:
        app()
    except MarialignError as error:
        say(f"train_model: {error}")
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        say("train_model: stopped.")
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
