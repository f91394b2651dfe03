"""Devices, threads, and batches that do not fit into memory."""

import threading
from collections import Counter

import pytest
import torch

from align.errors import ModelError, UsageError
from align.records import Translation
from align.translators import open_translator
from align.translators.ctranslate import CTranslate2Translator
from align.translators.devices import BATCH_PIECES, DeviceWarning, fitting, pick_device
from align.translators.engine import out_of_memory
from align.translators.fake import FakeTranslator
from align.translators.marian import MarianTranslator

WORDS = "la ville a un nouveau plan pour les enfants du pays et le maire dort"
TEXTS = [" ".join(WORDS.split()[: 2 + n % 13]).capitalize() + "." for n in range(40)]


class Small:
    """A model in a small memory: a larger batch raises the engine's own error, with its words."""

    def __init__(self, model, room):
        self._model, self._room, self.sizes = model, room, []

    def __getattr__(self, name):
        return getattr(self._model, name)

    def _fits(self, count):
        self.sizes.append(count)
        return count <= self._room

    def translate_batch(self, source, **options):
        if not self._fits(len(source)):
            raise RuntimeError("CUDA failed with error out of memory")
        return self._model.translate_batch(source, **options)

    def generate(self, **options):
        if not self._fits(len(options["input_ids"])):
            raise torch.OutOfMemoryError(
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of"
            )
        return self._model.generate(**options)


@pytest.fixture(scope="module", params=[CTranslate2Translator, MarianTranslator])
def engine(request):
    options = {"precision": "float32", "threads": 1, "batch_pieces": 256}
    return request.param(**options)


@pytest.fixture
def crowded(engine, monkeypatch):
    """The engine with room for that many texts at a time."""

    def make(room):
        small = Small(engine._model, room)
        monkeypatch.setattr(engine, "_model", small)
        monkeypatch.setattr(engine, "batch_pieces", 256)
        return small

    return make


def test_a_batch_that_does_not_fit_is_halved_and_nothing_is_lost(engine, crowded):
    wanted = engine.translate(TEXTS)
    small = crowded(5)
    assert [t.text for t in engine.translate(TEXTS)] == [t.text for t in wanted]
    assert max(small.sizes) > 5
    assert min(small.sizes) >= 1


def test_each_text_comes_once_however_little_fits(engine, crowded):
    wanted = [t.text for t in engine.translate(TEXTS)]
    small = crowded(1)
    seen = [made for batch in engine.stream(TEXTS) for made in batch]
    assert Counter(made.segment for made in seen) == Counter(range(len(TEXTS)))
    assert [t.text for t in sorted(seen, key=lambda t: t.segment)] == wanted
    assert small.sizes[-1] == 1
    failed = [size for size in small.sizes if size > 1]
    assert len(failed) < 8  # what did not fit is remembered, not tried with every batch


def test_a_text_that_does_not_fit_alone_is_said(engine, crowded):
    crowded(0)
    with pytest.raises(ModelError, match=r"out of memory on a single text of \d+ pieces\.$"):
        engine.translate(TEXTS)


@pytest.mark.parametrize("kind", [RuntimeError, ValueError])  # std::invalid_argument
def test_another_failure_is_not_taken_for_full_memory(engine, monkeypatch, kind):
    class Broken(Small):
        def _fits(self, count):
            raise kind("cuBLAS failed with status 13")

    monkeypatch.setattr(engine, "_model", Broken(engine._model, 0))
    with pytest.raises(ModelError, match="the model failed: cuBLAS failed with status 13"):
        engine.translate(["Bonjour."])


@pytest.mark.parametrize(
    "message",
    [
        "cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "[enforce fail at alloc_cpu.cpp:114] DefaultCPUAllocator: not enough memory",
        "std::bad_alloc",
        "mkl_malloc: failed to allocate memory",  # CTranslate2 on a CPU
    ],
)
def test_full_memory_is_known_by_its_many_names(message):
    assert out_of_memory(RuntimeError(message))


@pytest.mark.parametrize("message", ["CUBLAS_STATUS_EXECUTION_FAILED", "no kernel image", ""])
def test_other_failures_are_none(message):
    assert not out_of_memory(RuntimeError(message))


def test_a_first_batch_fits_what_the_gpu_has_left():
    assert fitting("cpu", free=lambda: pytest.fail("asked")) == BATCH_PIECES["cpu"]
    assert fitting("cuda", free=lambda: 80 * 2**30) == BATCH_PIECES["cuda"]
    assert 256 <= fitting("cuda", free=lambda: 2**30) < BATCH_PIECES["cuda"] / 2
    assert fitting("cuda", free=lambda: 0) == 256


def test_threads_beyond_all_reason_are_a_usage_error(call, tmp_path):
    (tmp_path / "lines.txt").write_text("Bonjour.\n")
    code, out, err = call("translate", "--lines", tmp_path / "lines.txt", "--threads", "100000")
    assert (code, out) == (2, "")
    assert err.startswith("align: --threads 100000: 0 (all cores) to ")
    assert err.count("\n") == 1


def test_the_memory_of_python_itself_counts_too(monkeypatch):
    fake = FakeTranslator(batch_pieces=64)
    decode = fake._decode

    def full(batch):
        if len(batch) > 2:
            raise MemoryError
        return decode(batch)

    monkeypatch.setattr(fake, "_decode", full)
    assert [made.segment for made in fake.translate(TEXTS)] == list(range(len(TEXTS)))


def test_a_batch_holds_what_its_device_does_well():
    assert CTranslate2Translator(threads=1).batch_pieces == BATCH_PIECES["cpu"]
    assert BATCH_PIECES["cuda"] > BATCH_PIECES["cpu"]
    sizes = []
    fake = FakeTranslator(batch_pieces=64)
    decode = fake._decode
    fake._decode = lambda batch: (
        sizes.append((max(map(len, batch)) + 1) * len(batch)) or decode(batch)
    )
    fake.translate(TEXTS)
    assert max(sizes) <= 64


@pytest.mark.parametrize(
    ("wanted", "there", "picked"),
    [("auto", True, "cuda"), ("auto", False, "cpu"), ("cpu", True, "cpu"), ("cuda", True, "cuda")],
)
def test_auto_takes_a_gpu_where_there_is_one(wanted, there, picked):
    assert pick_device(wanted, cuda=lambda: there) == picked


@pytest.fixture
def without_libraries(monkeypatch):
    """A GPU with a driver, and no CUDA: CTranslate2 says so at the first batch."""
    import ctranslate2

    class Gpu:
        compute_type = "int8_float32"

        def translate_batch(self, *_, **__):
            raise RuntimeError("Library libcublas.so.12 is not found or cannot be loaded")

    real = ctranslate2.Translator
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda _: {"int8", "float32"})
    monkeypatch.setattr(
        ctranslate2,
        "Translator",
        lambda path, **options: Gpu() if options["device"] == "cuda" else real(path, **options),
    )


def test_auto_leaves_a_gpu_that_does_not_compute(without_libraries):
    with pytest.warns(DeviceWarning, match=r"auto: the GPU .* \(Library libcublas.* so the CPU is"):
        made = CTranslate2Translator(threads=1)
    assert dict(made.signature.parts)["device"] == "cpu"
    assert made.batch_pieces == BATCH_PIECES["cpu"]
    assert made.translate(["Bonjour."])[0].text


def test_cuda_stays_cuda(without_libraries):
    made = CTranslate2Translator(device="cuda")
    with pytest.raises(ModelError, match="the model failed: Library libcublas"):
        made.translate(["Bonjour."])


def test_a_device_without_int8_has_float32(monkeypatch):
    import ctranslate2

    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda _: {"float32"})
    assert dict(CTranslate2Translator(threads=1).signature.parts)["precision"] == "float32"
    with pytest.raises(UsageError, match="--precision int8: ctranslate2 has float32 on cpu"):
        CTranslate2Translator(threads=1, precision="int8")


@pytest.mark.skipif(torch.cuda.is_available(), reason="a CUDA device is there")
@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
def test_cuda_without_a_device_is_a_usage_error(name):
    with pytest.raises(UsageError, match="--device cuda: no CUDA device"):
        open_translator(engine=name, device="cuda")


@pytest.mark.skipif(torch.cuda.is_available(), reason="a CUDA device is there")
def test_cuda_without_a_device_is_one_sentence_and_exit_2(call, tmp_path):
    (tmp_path / "lines.txt").write_text("Bonjour.\n")
    code, out, err = call("translate", "--lines", tmp_path / "lines.txt", "--device", "cuda")
    assert (code, out) == (2, "")
    assert err == "align: --device cuda: no CUDA device is there; pass cpu or auto.\n"


def test_threads_reach_the_engines(monkeypatch):
    import ctranslate2

    seen = {}

    class Recorded(ctranslate2.Translator):
        def __init__(self, path, **options):
            seen.update(options)
            super().__init__(path, **options)

    monkeypatch.setattr(ctranslate2, "Translator", Recorded)
    CTranslate2Translator(threads=3)
    assert seen["inter_threads"] == 3
    assert seen["intra_threads"] == 1  # a core a batch
    assert seen["device"] == "cpu"
    slow = MarianTranslator(threads=1)
    before = torch.get_num_threads()
    counts = []
    generate = slow._model.generate
    monkeypatch.setattr(
        slow._model,
        "generate",
        lambda **options: counts.append(torch.get_num_threads()) or generate(**options),
    )
    assert isinstance(slow.translate(["Bonjour."])[0], Translation)
    assert set(counts) == {1}
    assert torch.get_num_threads() == before


@pytest.mark.parametrize("room", [100, 5])
def test_several_batches_at_once_come_back_in_order_and_the_same(engine, crowded, room):
    wanted = [[made.text for made in batch] for batch in engine.stream(TEXTS * 3)]
    many = CTranslate2Translator(precision="float32", threads=3, batch_pieces=256)
    if isinstance(engine, MarianTranslator):
        assert engine.workers == 1  # torch's threads share a batch
        return
    assert many.workers == 3
    assert [[made.text for made in batch] for batch in many.stream(TEXTS * 3)] == wanted
    many._model = Small(many._model, room)
    assert [made.text for made in many.translate(TEXTS)] == [
        made.text for made in engine.translate(TEXTS)
    ]


def test_a_stream_that_nobody_reads_on_ends_its_threads():
    many = CTranslate2Translator(threads=3, batch_pieces=32)
    stream = many.stream(TEXTS * 5)
    next(batch for batch in stream if batch)
    stream.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("translate")]
