"""Load a TMX of ours in OmegaT, a real client, and check what it made of it.

OmegaT translates a source file with the TMX in tm/auto/ and nothing else. It exits 0 on a TMX
that it could not load, so what counts is its log and the translations in target/.

    python eval/formats_clients.py            # needs `omegat` (Debian's package) on the path
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from align.output import MACHINE_NOTE
from align.records import CorpusHeader, Origin, TranslationUnit
from align.signature import Signature
from align.writers.tmx import TmxWriter

PAIRS = (
    ("Le chat dort.", "The cat sleeps."),
    ("Il est 9 h & il pleut < 3 mm.", "It is 9 & it rains < 3 mm."),
    ("« Où vas-tu ? »", "“Where are you going?”"),
    ("Une fusée \N{ROCKET} part ]]> là-bas.", "A rocket \N{ROCKET} leaves ]]> over there."),
    ("Un onglet\x0b caché.", "A hidden\x0b tab."),
)
PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>FR</source_lang><target_lang>EN</target_lang>
<sentence_seg>false</sentence_seg>
</project></omegat>
"""


def make_project(folder: Path) -> None:
    """Lay out an OmegaT project whose source file holds the pairs' sources, one a paragraph."""
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (folder / name).mkdir(parents=True)
    (folder / "omegat.project").write_text(PROJECT, encoding="utf-8")
    sources = "\n\n".join(source.replace("\x0b", "\ufffd") for source, _ in PAIRS)
    (folder / "source/text.txt").write_text(sources + "\n", encoding="utf-8")
    header = CorpusHeader(
        "fr", "en", Signature.of(eval="clients"), "20260102T030405Z", "text.txt", (MACHINE_NOTE,)
    )
    units = (
        TranslationUnit(
            *pair, "fr", "en", "1:1", Origin.MACHINE if number == 2 else Origin.HUMAN,
            f"[{number}]:[{number}]", "text.txt", 0.9, engine="bundled" if number == 2 else "",
        )
        for number, pair in enumerate(PAIRS)
    )  # fmt: skip
    with (folder / "tm/auto/ours.tmx").open("wb") as stream:
        TmxWriter().write(units, stream, header=header)


def main() -> int:
    """Run OmegaT; return 1 when a pair of ours is not in its translation."""
    omegat = shutil.which("omegat")
    if omegat is None:
        sys.stderr.write("omegat is not on the path: apt-get install omegat\n")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "project")
        make_project(folder)
        command = [omegat, str(folder), "--mode=console-translate", f"--config-dir={name}/config"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        log = run.stdout + run.stderr
        made = folder / "target/text.txt"
        text = made.read_text(encoding="utf-8") if made.exists() else ""
    missing = [t for _, t in PAIRS if t.replace("\x0b", "\ufffd") not in text]
    for target in missing:
        print(f"missing: {target!r}")
    broken = run.returncode != 0 or "TF_TM_LOAD_ERROR" in log or bool(missing)
    if broken:
        print(log[-3000:])
    print(f"OmegaT took {len(PAIRS) - len(missing)} of {len(PAIRS)} pairs from our TMX.")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
