"""Read a suite: which corpora, which systems, compared with which baseline.

title = "Alignment of novels"
kind = "links"                     # links, text, segments, run or speed
baseline = "../baselines/links.json"
manifest = "../../corpora/manifest.toml"    # where files may be fetched, by path
data = ["../../corpora"]           # folders beside --data

[[corpus]]
id = "novels"
documents = ["Emma", "Alice"]      # stands for {name} in the paths
source = "novels/{name}.fr"
target = "novels/{name}.en"
gold = "novels/{name}.links"

[[system]]
name = "lexical"
use = "lexical"                    # a name in the registry
options = {}                       # keyword arguments of its class
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from align.errors import DataError
from align.files import display_name, read_text

KINDS = {
    "links": ("source", "target", "gold"),
    "text": ("source", "reference"),
    "segments": ("gold",),
    "run": ("source", "target", "gold"),
    "speed": ("source", "target"),
}
"""The kinds of suites, and the files that a corpus of each must name."""

_MAKES_OUTPUTS = ("segments", "run", "speed")
"""The kinds whose systems are run here: outputs that are there already say nothing of them."""

_RUN = "align run"
_ROLES = ("source", "target", "gold", "reference", "translations", "reverse")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents with files of several roles; `{name}` in a path stands for the document."""

    id: str
    documents: tuple[str, ...]
    files: Mapping[str, str]
    source_lang: str
    target_lang: str
    licence: str = ""

    def path(self, role: str, document: str) -> str:
        """Return the path of a document's file of one of the corpus's roles."""
        return self.files[role].replace("{name}", document)


@dataclass(frozen=True, slots=True)
class System:
    """A thing to be evaluated: a registered implementation, or `outputs` already there.

    `outputs` is a path in the data, with `{name}` for the document; `translations` says
    where an aligner's translations come from: `none`, `file` or `bundled`.
    """

    name: str
    use: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    outputs: str = ""
    translations: str = "none"
    corpora: tuple[str, ...] = ()

    def runs_on(self, corpus: str) -> bool:
        """Whether the suite asks for this system on a corpus."""
        return not self.corpora or corpus in self.corpora


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite as read; relative paths are from the suite's own folder."""

    name: str
    title: str
    kind: str
    corpora: tuple[Corpus, ...]
    systems: tuple[System, ...]
    baseline: Path
    manifest: Path | None
    data: tuple[Path, ...]

    def paths(self) -> Iterator[str]:
        """Yield every path in the data that is named."""
        for corpus in self.corpora:
            outputs = [one.outputs for one in self.systems if one.runs_on(corpus.id)]
            for pattern in filter(None, (*corpus.files.values(), *outputs)):
                yield from (pattern.replace("{name}", document) for document in corpus.documents)


def read_suite(path: str) -> Suite:
    """Read a suite file.

    Raises:
        DataError: it is no TOML, or a key is missing, unknown or of the wrong type.
    """
    told = display_name(path)
    table = read_toml(path)
    folder = Path(path).parent
    reader = _Reader(told)
    kind = reader.text(table, "kind", "the suite")
    if kind not in KINDS:
        raise DataError(f"{told}: kind is '{kind}'; one of {', '.join(KINDS)} was expected.")
    stem = Path(path).stem
    known = {"title", "kind", "baseline", "manifest", "data", "corpus", "system"}
    reader.refuse_unknown(table, known, "the suite")
    corpora = tuple(reader.corpus(part, kind) for part in reader.tables(table, "corpus"))
    systems = tuple(reader.system(part, kind) for part in reader.tables(table, "system"))
    for what, names in (
        ("corpus id", [corpus.id for corpus in corpora]),
        ("system name", [system.name for system in systems]),
    ):
        for name in names:
            if names.count(name) > 1:
                raise DataError(f"{told}: the {what} '{name}' stands twice.")
    there = {corpus.id for corpus in corpora}
    for system in systems:
        for corpus in system.corpora:
            if corpus not in there:
                raise DataError(f"{told}, system '{system.name}': no corpus is '{corpus}'.")
        documents = [name for part in corpora if system.runs_on(part.id) for name in part.documents]
        reader.name_documents({"outputs": system.outputs}, documents, f"system '{system.name}'")
    manifest = reader.text(table, "manifest", "the suite", default="")
    baseline = f"../baselines/{stem}.json"
    return Suite(
        name=stem,
        title=reader.text(table, "title", "the suite", default=stem),
        kind=kind,
        corpora=corpora,
        systems=systems,
        baseline=folder / reader.text(table, "baseline", "the suite", default=baseline),
        manifest=folder / manifest if manifest else None,
        data=tuple(folder / part for part in reader.texts(table, "data", "the suite")),
    )


def read_toml(path: str | Path) -> dict[str, Any]:
    """Read a file of TOML.

    Raises:
        DataError: it cannot be read, or is none.
    """
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{display_name(path)}: this is no TOML: {error}.") from None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of tables, with messages that say where."""

    path: str

    def corpus(self, table: Mapping[str, Any], kind: str) -> Corpus:
        where = f"corpus '{table.get('id', '?')}'"
        self.refuse_unknown(
            table, {"id", "documents", "source_lang", "target_lang", "licence", *_ROLES}, where
        )
        files = {role: self.text(table, role, where) for role in _ROLES if role in table}
        for role in KINDS[kind]:
            if role not in files:
                raise DataError(f"{self.path}, {where}: '{role}' is missing.")
        name = self.folder(table, "id", where)
        documents = self.texts(table, "documents", where) if "documents" in table else (name,)
        if not documents:
            raise DataError(f"{self.path}, {where}: 'documents' is empty; names were expected.")
        for document in documents:
            self.folder({"documents": document}, "documents", where)
        self.name_documents(files, documents, where)
        return Corpus(
            id=name,
            documents=documents,
            files=files,
            source_lang=self.text(table, "source_lang", where, default="fr"),
            target_lang=self.text(table, "target_lang", where, default="en"),
            licence=self.text(table, "licence", where, default=""),
        )

    def system(self, table: Mapping[str, Any], kind: str) -> System:
        where = f"system '{table.get('name', '?')}'"
        self.refuse_unknown(
            table, {"name", "use", "options", "outputs", "translations", "corpora"}, where
        )
        options = table.get("options", {})
        if not isinstance(options, dict):
            raise DataError(f"{self.path}, {where}: options is no table.")
        if ("use" in table) == ("outputs" in table):
            raise DataError(f"{self.path}, {where}: either 'use' or 'outputs' was expected.")
        if kind in _MAKES_OUTPUTS and "outputs" in table:
            raise DataError(f"{self.path}, {where}: a suite of {kind} expects 'use', no 'outputs'.")
        if kind == "run" and table.get("use") != _RUN:
            raise DataError(f'{self.path}, {where}: use = "{_RUN}" was expected.')
        translations = self.text(table, "translations", where, default="none")
        if translations not in ("none", "file", "bundled"):
            raise DataError(
                f"{self.path}, {where}: translations is '{translations}'; none, file or bundled "
                "was expected."
            )
        return System(
            name=self.folder(table, "name", where),
            use=self.text(table, "use", where, default=""),
            options=options,
            outputs=self.text(table, "outputs", where, default=""),
            translations=translations,
            corpora=self.texts(table, "corpora", where),
        )

    def text(
        self, table: Mapping[str, Any], key: str, where: str, *, default: str | None = None
    ) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or (not value and value != default):
            raise DataError(f"{self.path}, {where}: '{key}' is missing or no text.")
        return value

    def folder(self, table: Mapping[str, Any], key: str, where: str) -> str:
        """A name under which outputs are kept, in the folder for them and nowhere else."""
        value = self.text(table, key, where)
        if "\0" in value or any(part in ("", ".", "..") for part in value.split("/")):
            raise DataError(
                f"{self.path}, {where}: '{key}' has {value!r}; a name that a file below the "
                "outputs can have was expected."
            )
        return value

    def name_documents(
        self, files: Mapping[str, str], documents: Sequence[str], where: str
    ) -> None:
        """Refuse one file for several documents, which would be counted as often."""
        for key, pattern in files.items():
            if pattern and len(set(documents)) > 1 and "{name}" not in pattern:
                raise DataError(
                    f"{self.path}, {where}: '{key}' is '{pattern}' for {len(documents)} "
                    "documents; {name} was expected in it, which stands for each."
                )

    def texts(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise DataError(f"{self.path}, {where}: '{key}' is no list of texts.")
        return tuple(value)

    def tables(self, table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise DataError(f"{self.path}: the suite's '{key}' is not written as [[{key}]].")
        if not value:
            raise DataError(f"{self.path}: the suite has no [[{key}]].")
        return value

    def refuse_unknown(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise DataError(
                    f"{self.path}, {where}: there is no key '{key}'; there are: "
                    f"{', '.join(sorted(known))}."
                )
