"""Ray: a real cluster of two nodes on this machine gives what the local engine gives."""

import logging
import os
import pickle
import signal
import warnings
from contextlib import ExitStack

import pytest

pytest.importorskip("ray", reason="Ray is not installed: pip install 'marialign[ray]'")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from align.batch import cluster
from align.batch.batch import Batch
from align.batch.cluster import RayEngine, ShardActor
from align.batch.storage import whole_at
from align.batch.worker import Notice, Outcome
from align.bitexts.parquet import ParquetReader
from align.errors import ModelError

# Ray leaves sockets and files to the end of the process, and warns of its own changes.
pytestmark = pytest.mark.filterwarnings("ignore")
SHARD = 3


@pytest.fixture(scope="module")
def nodes():
    """Start a head and a second node; yields the cluster and the second node."""
    places = [os.getcwd(), os.environ.get("PYTHONPATH", "")]
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_BACKEND_LOG_LEVEL", "fatal")
        patch.setenv("PYTHONPATH", os.pathsep.join(places))
        # Nodes are shut down below. A fork drops what waits for the exit, and Ray's own part of
        # it does not survive that: workers of later tests would die (Python 3.13).
        patch.setattr("atexit.register", lambda done, *given, **named: done)
        warnings.simplefilter("ignore")
        from ray.cluster_utils import Cluster

        bounded = {"num_cpus": 1, "object_store_memory": 80 * 2**20, "include_dashboard": False}
        made = Cluster(initialize_head=True, head_node_args=bounded)
        second = made.add_node(num_cpus=1, object_store_memory=80 * 2**20)
        made.wait_for_nodes()
        yield made, second
        made.shutdown()


@pytest.fixture
def on_cluster(settings):
    """Run a batch on a cluster to its end; returns what was heard and the tally."""

    def finished(entries, folder, address, *, during=None):
        heard = []
        work = Batch(entries, folder=str(folder), settings=settings, shard=SHARD)
        engine = RayEngine(
            settings=settings, folder=str(folder), address=address, jobs=0, shard=SHARD
        )

        def hear(event, tally):
            heard.append(event)
            if during:
                during(event)

        try:
            work.run(engine, hear=hear)
            merged = str(folder) + ".tmx"
            work.merge(merged, into="tmx", dedup=True)
        finally:
            work.close()
        return heard, work.tally

    return finished


def rows_of(path):
    with path.open("rb") as stream:
        return list(ParquetReader().read(stream, name=path.name).units)


def test_a_document_that_kills_its_actor_fails_alone(
    nodes, listed, on_cluster, monkeypatch, tmp_path
):
    made, _ = nodes

    class Killer(ShardActor):
        def __call__(self, row):
            shard = pickle.loads(row["told"])
            if any("d004" in entry.source for entry in shard.entries):
                outputs = [entry.output for entry in shard.entries]
                with ExitStack() as halves:
                    for name in [*outputs, *filter(None, [shard.place])]:
                        halves.enter_context(whole_at(f"{tmp_path}/out/{name}"))
                    os.kill(os.getpid(), signal.SIGKILL)
            return super().__call__(row)

    monkeypatch.setattr(cluster, "ShardActor", Killer)
    heard, tally = on_cluster(listed(9), tmp_path / "out", made.address)
    outcomes = {e.index: e for e in heard if isinstance(e, Outcome)}
    assert logging.getLogger("ray.data").level == logging.CRITICAL  # its log is not for stderr
    assert {n for n, e in outcomes.items() if e.state == "failed"} == {4}
    assert outcomes[4].kind == "WorkerKilled"
    assert len([e for e in heard if isinstance(e, Notice)]) == 1
    assert (tally.done, tally.failed) == (8, 1)
    [shard] = (tmp_path / "out" / "shards").glob("*000001.parquet")
    assert len({u.document for u in rows_of(shard)}) == 2
    left = [p for p in (tmp_path / "out").rglob(".*") if not p.name.startswith(".ledger")]
    assert left == []


def test_a_cluster_that_loses_a_node_gives_what_one_machine_gives(
    nodes, listed, finish, on_cluster, tree_of, settings, tmp_path
):
    made, second = nodes
    entries = listed(30)
    (tmp_path / "fr" / "d007.txt").write_bytes(b"")
    local, folder = tmp_path / "local", tmp_path / "ray"
    finish(entries, local)
    left = [second]

    def during(event):
        if left:
            made.remove_node(left.pop(), allow_graceful=False)

    url = f"file://{folder}"
    heard, tally = on_cluster(entries, url, made.address, during=during)
    assert not left
    outcomes = [e for e in heard if isinstance(e, Outcome)]
    assert sorted(e.index for e in outcomes) == list(range(30))
    assert (tally.done, tally.failed) == (29, 1)
    files = tree_of(folder)
    shards = sorted(name for name in files if name.startswith("shards/"))
    assert shards == [f"shards/units-{SHARD}-{n:06}.parquet" for n in range(10)]
    assert {n: d for n, d in files.items() if n not in shards} == tree_of(local)
    # The joined file, and every unit in the shards, in the list's order.
    work = Batch(entries, folder=str(local), settings=settings)
    work.merge(str(tmp_path / "local.tmx"), into="tmx", dedup=True)
    work.close()
    assert (tmp_path / "ray.tmx").read_bytes() == (tmp_path / "local.tmx").read_bytes()
    units = [unit for name in shards for unit in rows_of(folder / name)]
    assert [u.document for u in units if u.source] == [
        entry.source for entry in entries if entry.index != 7 for _ in range(3)
    ]
    # Only the shard of the document that failed is done again.
    before = {name: (folder / name).stat().st_mtime_ns for name in shards}
    (tmp_path / "fr" / "d007.txt").write_text("Le chat dort. Le chien mange.\n")
    heard, tally = on_cluster(entries, url, made.address)
    assert {e.index for e in heard} == {6, 7, 8}
    assert (tally.done, tally.failed, tally.earlier) == (30, 0, 27)
    changed = {name for name in shards if (folder / name).stat().st_mtime_ns != before[name]}
    assert changed == {f"shards/units-{SHARD}-000002.parquet"}


def test_no_cluster_at_an_address(listed, on_cluster, tmp_path):
    with pytest.raises(ModelError, match=r"There is no Ray cluster at 127\.0\.0\.1:1: "):
        on_cluster(listed(1), tmp_path / "out", "127.0.0.1:1")
