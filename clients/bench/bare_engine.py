"""The bare engine's figures: its own bench, run by Maven on a data set or on the parts of it that shards hold."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from support.dataset import ROOT

# graph: the graph alone, one thread; index: the index of a shard around it.
LINE = re.compile(
    r"^(graph|index)\s+build/s\s+([\d.]+)\s+queries/s\s+([\d.]+)"
    r"\s+recall@10 ([\d.]+)\s+distances/query\s+([\d.]+)", re.MULTILINE)
TIMEOUT_S = 1_800


def bare_engine(folder):
    """Figures by subject, `graph` and `index`."""
    command = ["mvn", "-B", "-ntp", "-pl", "index-node", "-am", "test", "-Dtest=EngineBench",
               "-Dsurefire.failIfNoSpecifiedTests=false"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"DATA": str(folder)}, capture_output=True, text=True,
                          timeout=TIMEOUT_S)
    found = {subject: dict(zip(("build_per_second", "queries_per_second", "recall_at_10", "distances_per_query"),
                               map(float, figures)))
             for subject, *figures in LINE.findall(done.stdout)}
    if done.returncode != 0 or set(found) != {"graph", "index"}:
        raise RuntimeError(
            f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return found


def bare_engine_in_shards(data, shards):
    """
    One graph per shard with the points that the shard of a new cluster owns, asked all queries one after the other:
    distances add up, and so does the time of a query. Recall is that of each graph against its own points.
    """
    owners = owners_of_rows(shards, len(data))
    parts = []
    with tempfile.TemporaryDirectory(prefix="vectorcluster-bench-") as folder:
        for shard in range(shards):
            part = Path(folder) / f"shard-{shard}"
            write_part(data, np.flatnonzero(owners == shard), part)
            parts.append(bare_engine(part)["graph"])
    return {
        "points": np.bincount(owners, minlength=shards).tolist(),
        "queries_per_second": 1 / sum(1 / part["queries_per_second"] for part in parts),
        "recall_at_10": sum(part["recall_at_10"] for part in parts) / shards,
        "distances_per_query": sum(part["distances_per_query"] for part in parts),
    }


def owners_of_rows(shards, points):
    """By the product's own slot hash and placement."""
    classes = [str(ROOT / "topology" / "target" / kind) for kind in ("classes", "test-classes")]
    command = [f"{os.environ['JAVA_HOME']}/bin/java", "-cp", ":".join(classes),
               "io.vectorcluster.topology.ShardsOfRows", str(shards), str(points)]
    return np.array(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split(), int)


def write_part(data, rows, folder):
    """The rows as a data set of its own, with exact neighbours among them."""
    folder.mkdir()
    base = data.base[rows]
    base /= np.linalg.norm(base, axis=1, keepdims=True)
    similarity = data.queries @ base.T
    nearest = np.argpartition(-similarity, 100, axis=1)[:, :100]
    order = np.argsort(-np.take_along_axis(similarity, nearest, axis=1), axis=1)
    np.save(folder / "base.f16.npy", data.base[rows].astype(np.float16))
    np.save(folder / "queries.f16.npy", data.queries.astype(np.float16))
    np.save(folder / "neighbors.i32.npy", np.take_along_axis(nearest, order, axis=1).astype(np.int32))
