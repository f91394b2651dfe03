"""The wheel, built, installed into a new environment, and used from another folder.

That its dependencies are all that it needs is told by the README's first command, which `.ci/run`
runs; here they are those that are installed already.
"""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpora" / "press-release" / "press-release.fr.txt"


def call(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(
        sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT, cwd=folder
    )  # fmt: skip
    (path,) = folder.glob("marialign-*.whl")
    return path


def test_the_wheel_holds_one_package_with_its_data(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"align"}
    committed = subprocess.run(
        ["git", "ls-files", "align"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    assert committed
    assert set(committed) <= set(names)
    assert wheel.stat().st_size < 40e6


def test_the_main_job_runs_from_the_wheel_in_a_new_environment(wheel: Path, tmp_path: Path):
    home = tmp_path / "environment"
    venv.create(home)
    python = home / "bin" / "python"
    call(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel,
         cwd=tmp_path)  # fmt: skip
    ours = call(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path
    )
    # A folder named in a .pth has its own .pth left alone, and so what was installed for editing.
    Path(ours.strip(), "beside.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = call(python, "-c", "import align; print(align.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(home)
    out = tmp_path / "out.tmx"
    environment = ["env", f"MARIALIGN_CACHE={tmp_path / 'cache'}"]
    call(*environment, home / "bin" / "align", "run", SAMPLE, "-o", out, cwd=tmp_path)
    call(*environment, home / "bin" / "align", "validate", out, cwd=tmp_path)
    assert out.read_text(encoding="utf-8").count("<tu ") == 12
