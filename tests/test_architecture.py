"""What design.md says of who may know whom, read from the source."""

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import typer

import align
from align.cli import command as cli
from align.registry import IMPLEMENTATIONS, load

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "align"
LONGEST = 320  # lines
BASE = {
    "align.beads", "align.dates", "align.encodings", "align.errors", "align.files",
    "align.gzipped", "align.kinds", "align.lines", "align.protocols", "align.quoted",
    "align.records", "align.registry", "align.signature", "align.tags",
}  # fmt: skip
"""Modules that a room may import beside its own."""

ROOMS = (
    "aligners", "bitexts", "languages", "metrics", "readers", "reports", "segmenters",
    "translators", "validation", "writers",
)  # fmt: skip

HEAVY = (
    "ctranslate2", "lxml", "numba", "numpy", "ray", "rich", "scipy", "starlette", "torch",
    "transformers", "uvicorn",
)  # fmt: skip
"""What `import align` must not bring; `--help` neither."""


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree_of(name):
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def resolved(node):
    """The modules of the package that an import statement names."""
    if isinstance(node, ast.Import):
        named = [alias.name for alias in node.names]
    else:
        assert node.level == 0, "imports are absolute"
        named = []
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            named.append(inner if inner in MODULES else node.module)
    return {name for name in named if name == "align" or name.startswith("align.")}


def all_imports(name):
    """Modules of the package imported anywhere in a module, also inside functions."""
    found = set()
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= resolved(node)
    return found - {name}


def eager_imports(name):
    """Modules of the package imported when a module is."""
    found, waiting = set(), list(tree_of(name).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= resolved(node)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += list(ast.iter_child_nodes(node))
    return found - {name}


def room_of(name):
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() else ""


def test_the_checks_see_imports():
    """Inside functions too; the checks below would pass on nothing."""
    assert "align.aligners.captions" in all_imports("align.pipeline")
    assert "align.aligners.captions" not in eager_imports("align.pipeline")
    assert "align.records" in eager_imports("align.pipeline")


def test_every_folder_is_a_known_room():
    folders = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    assert folders == {*ROOMS, "batch", "cli", "evaluation", "matching", "review"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_the_base_and_itself(room):
    strangers = {
        (name, other)
        for name in MODULES
        if room_of(name) == room
        for other in all_imports(name)
        if room_of(other) != room and other not in BASE
    }
    assert strangers == set()


def test_the_base_knows_no_room():
    for name in BASE | {"align", "align.beadfile", "align.filters"}:
        assert {other for other in all_imports(name) if room_of(other)} == set(), name


def test_only_the_command_line_knows_the_command_line():
    knows = {
        n for n in MODULES if room_of(n) != "cli" for o in all_imports(n) if room_of(o) == "cli"
    }
    assert knows == {"align.__main__"}  # `python -m align`


def test_only_evaluation_and_the_command_line_know_evaluation():
    """The pipeline runs without it; and evaluation knows the pipeline, so no cycle can arise."""
    knows = {
        room_of(name) or name
        for name in MODULES
        for other in all_imports(name)
        if room_of(other) == "evaluation"
    }
    assert knows <= {"cli", "evaluation"}


def test_only_the_command_line_knows_the_batch():
    """It stands above the pipeline: nothing that a document passes through knows of others."""
    knows = {room_of(n) or n for n in MODULES for o in all_imports(n) if room_of(o) == "batch"}
    assert knows <= {"batch", "cli"}


def test_only_the_command_line_knows_matching():
    """A stage over many documents, above the rooms as evaluation is."""
    knows = {
        room_of(name) or name
        for name in MODULES
        for other in all_imports(name)
        if room_of(other) == "matching"
    }
    assert knows <= {"cli", "matching"}


def test_the_review_knows_neither_the_command_line_nor_evaluation():
    """And only the command line knows it."""
    for name in MODULES:
        known = {room_of(other) for other in all_imports(name)}
        assert room_of(name) != "review" or known.isdisjoint({"cli", "evaluation", "batch"}), name
        assert "review" not in known or room_of(name) in ("cli", "review"), name


def test_no_cycle_of_imports():
    """Nor of those in functions, or for types alone, but that `align.cli` opens what it fronts."""
    order, state = [], {}

    def visit(name, trail):
        if state.get(name) == "done":
            return
        assert state.get(name) != "open", " -> ".join([*trail[trail.index(name) :], name])
        state[name] = "open"
        known = eager_imports(name) if name == "align.cli" else all_imports(name)
        for other in sorted(known & MODULES.keys()):
            visit(other, [*trail, name])
        state[name] = "done"
        order.append(name)

    for name in MODULES:
        visit(name, [])
    assert len(order) == len(MODULES)


@pytest.mark.parametrize("name", [name for name in MODULES if room_of(name) != "cli"])
def test_only_the_command_line_prints(name):
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "input", "breakpoint"), f"{name}:{node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            where = (node.value.id, node.attr)
            # files.py reads and writes `-`; no other module knows the standard streams.
            if name != "align.files":
                assert where not in {("sys", "stdout"), ("sys", "stderr"), ("sys", "stdin")}, name
            assert where not in {("logging", "basicConfig"), ("sys", "exit")}, name
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = [a.name for a in node.names] + [getattr(node, "module", "") or ""]
            assert "typer" not in named, name


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_and_says_what_it_is_for(name):
    text = MODULES[name].read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    assert ast.get_docstring(tree_of(name))
    assert MODULES[name].stem not in ("utils", "util", "helpers", "common", "misc")


def loaded_by(statement, *more):
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; import json, sys; print(json.dumps([*sys.modules]))"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return set(json.loads(done.stdout)) & {*HEAVY, *more}


def test_importing_is_free():
    assert loaded_by("import align, align.registry, align.records, align.protocols") == set()


def test_every_public_name_is_brought_when_it_is_asked_for():
    """And no other: what a type checker sees is what there is."""
    (branch,) = (node for node in tree_of("align").body if isinstance(node, ast.If))
    imported = [alias.name for node in branch.body for alias in node.names]
    assert sorted(imported) == sorted(align.__all__) == sorted(dir(align))
    for name in align.__all__:
        assert getattr(align, name).__name__ == name
    with pytest.raises(AttributeError, match="module 'align' has no attribute 'Documents'"):
        align.Documents  # noqa: B018


def test_the_entry_point_loads_what_python_has_loaded_already():
    """Ctrl-C before it is there would be a traceback."""
    assert loaded_by("import align.cli", "align.errors", "dataclasses", "typer") == set()


def test_the_pipeline_loads_no_engine_and_no_compiler():
    heavy = loaded_by("import align.pipeline, align.cli.command; align.cli.command._register()")
    assert heavy & {"torch", "transformers", "ctranslate2", "numba"} == set()


def test_french_and_english_are_segmented_without_what_takes_long_to_load():
    text = "corpora/press-release/press-release.fr.txt"
    read = f"from align.reading import read_segments; read_segments('{text}', None, None)"
    assert loaded_by(f"import align.streaming; {read}", "py3langid") == set()


PLACES = [(stage, name) for stage, found in IMPLEMENTATIONS.items() for name in found]


@pytest.mark.parametrize(("stage", "name"), PLACES)
def test_the_registry_names_what_exists(stage, name):
    """By the source alone: an extra that is missing here does not matter."""
    module, _, attribute = IMPLEMENTATIONS[stage][name].partition(":")
    assert attribute in {n.name for n in tree_of(module).body if isinstance(n, ast.ClassDef)}
    assert room_of(module) == f"{stage}s"


@pytest.mark.parametrize("name", IMPLEMENTATIONS["aligner"])
def test_a_registered_name_is_the_class_s_own(name):
    assert load("aligner", name).name == name


def commands():
    """Every command with the words that call it."""

    def below(group, words):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from below(command, [*words, name])
            else:
                yield [*words, name], command

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli.app, "registered_commands", [])
        patch.setattr(cli.app, "registered_groups", [])
        cli._register()
        return list(below(typer.main.get_command(cli.app), []))


COMMANDS = {" ".join(words): command for words, command in commands()}


def test_the_commands_are_those_of_the_design():
    known = {"run", "batch", "segment", "translate", "pair", "validate", "convert", "models"}
    evaluate = {f"evaluate {what}" for what in ("links", "text", "segments", "suite")}
    assert known | evaluate <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_has_help_with_an_example(words):
    command = COMMANDS[words]
    assert (command.help or "").strip()
    assert re.search(rf"Examples?: .*\balign {words}\b", command.epilog or ""), command.epilog
    for parameter in command.params:
        assert getattr(parameter, "help", "") or parameter.name == "help", parameter.name


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_stands_in_the_readme(words):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first, _, second = words.partition(" ")
    found = re.findall(rf"`align {first}\b[^`]*`", readme)
    assert found
    assert not second or any(second in mention for mention in found)
