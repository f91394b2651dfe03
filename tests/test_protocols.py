"""What stands behind a seam has its methods; of what the registry loads, mypy knows nothing."""

from inspect import Parameter, isfunction, signature

import pytest

from align.aligners.recalibrated import RecalibratedAligner
from align.batch.served import ServedEngine
from align.bitexts.tmx import TmxReader
from align.metrics.text import TextMetric
from align.protocols import Aligner, Metric, Reader, Reporter, Segmenter, Translator, Writer
from align.registry import load, names
from align.reports.data import JsonReporter
from align.reports.html import HtmlReporter
from align.reports.markdown import MarkdownReporter
from align.reports.terminal import TerminalReporter
from align.translators.cache import CachedTranslator
from align.translators.guarded import GuardedTranslator
from align.translators.mending import MendingTranslator
from align.translators.seam import Streaming

REGISTERED = {
    "reader": Reader, "segmenter": Segmenter, "translator": Streaming, "aligner": Aligner,
    "writer": Writer, "bitext": TmxReader,  # whose seam has no name: the others do as it does
}  # fmt: skip
OTHERS = {
    Aligner: (RecalibratedAligner,),
    Streaming: (CachedTranslator, MendingTranslator, ServedEngine),
    Translator: (GuardedTranslator,),
    Metric: (TextMetric,),
    Reporter: (HtmlReporter, JsonReporter, MarkdownReporter, TerminalReporter),
}


def arguments(method):
    return dict(list(signature(method).parameters.items())[1:])


def assert_stands_behind(kind, seam):
    members = [name for name in vars(seam) if not name.startswith("_")]
    assert members
    for name in members:
        wanted, there = getattr(seam, name), getattr(kind, name)
        assert isfunction(there) == isfunction(wanted), name
        if not isfunction(wanted):
            continue
        taken = arguments(there)
        for argument, asked in arguments(wanted).items():
            held = taken.pop(argument)
            assert (held.kind, held.default) == (asked.kind, asked.default), (name, argument)
        own = [one.default for one in taken.values()]
        assert Parameter.empty not in own, f"{name} cannot be called without {[*taken]}"


@pytest.mark.parametrize(
    ("stage", "name"), [(stage, name) for stage in REGISTERED for name in names(stage)]
)
def test_what_is_registered_has_the_methods_of_its_stage(stage, name):
    assert_stands_behind(load(stage, name), REGISTERED[stage])


@pytest.mark.parametrize("seam", OTHERS, ids=lambda seam: seam.__name__)
def test_so_have_those_that_are_not_registered(seam):
    for kind in OTHERS[seam]:
        assert_stands_behind(kind, seam)


def test_another_method_or_argument_is_seen():
    class Lacking:
        def render(self, page):
            return ""

    with pytest.raises(KeyError, match="report"):
        assert_stands_behind(Lacking, Reporter)
    with pytest.raises(AttributeError, match="score"):
        assert_stands_behind(Lacking, Metric)
