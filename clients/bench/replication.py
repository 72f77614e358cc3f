"""
What a second copy costs: two clusters of one shard, with one copy and with two, in the same run, turn by turn.

  soak/bin/replication-cost [--runs 3] [--namespace N]      needs the VectorClusters `one-copy` and `two-copies`

Writes docs/reports/replication-cost.md. Exit code 1 if two copies do less work per CPU second than they should.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "soak")]

from bench.foundation import medians  # noqa: E402  (the path is set in the line above)
from bench.load_and_query import measure  # noqa: E402
from durability import report  # noqa: E402
from durability.pods import NAMESPACE, Cluster  # noqa: E402
from support.dataset import SAMPLE, DataSet  # noqa: E402

CLUSTERS = {"one copy": "one-copy", "two copies": "two-copies"}
MIN_WRITES, MIN_QUERIES = 0.45, 0.9
# Each node compiles for itself: it is asked as often beforehand, however many share the load.
WARM_ROUNDS = 10


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA") or SAMPLE))
    parser.add_argument("--runs", type=int, default=3, help="of which the median is taken")
    parser.add_argument("--namespace", default=NAMESPACE)
    arguments = parser.parse_args()
    data = DataSet(arguments.data.resolve())
    run = argparse.Namespace(data=data.folder, collection="bench", ef=64, batch=256, parallel=1,
                             warm_rounds=WARM_ROUNDS, rounds=3, keep=False)
    runs = {name: [] for name in CLUSTERS}
    for number in range(arguments.runs):
        for name, cluster in CLUSTERS.items():
            runs[name].append(measured(run, Cluster(arguments.namespace, cluster)))
            print(f"{name}, run {number + 1}: {runs[name][-1]}", flush=True)
    figures = {name: medians(each) for name, each in runs.items()}
    one, two = figures.values()
    writes = two["upserts_per_cpu_second"] / one["upserts_per_cpu_second"]
    queries = two["queries_per_cpu_second"] / one["queries_per_cpu_second"]
    line = (f"Two copies do {writes:.2f} times the writes of one per CPU second (at least {MIN_WRITES}: both build their "
            f"graphs), and {queries:.2f} times the searches (at least {MIN_QUERIES}).")
    report.write("replication-cost.md", "What a second copy costs", sections(data, arguments, run, figures, line))
    print(line)
    sys.exit(int(writes < MIN_WRITES or queries < MIN_QUERIES))


def measured(run, cluster):
    os.environ["VECTORCLUSTER_API_KEY"] = cluster.api_key
    pids = [pod.pid() for pod in cluster.pods()]
    return measure(argparse.Namespace(**vars(run) | {"warm_rounds": WARM_ROUNDS * len(pids)}), cluster.url, pids)


def sections(data, arguments, run, figures, line):
    yield (f"{len(data):,} points of {data.dimensions} dimensions ({data.folder.name}), {len(data.queries):,} queries, "
           f"k 10, ef 64, `acks: InSync`, medians of {arguments.runs} runs, the clusters in turn. One client sends batches "
           f"of 256 with `wait=true`; then it asks the queries one by one, {run.warm_rounds} times unmeasured for each node and "
           f"{run.rounds} times measured. CPU seconds are those of all index nodes of the cluster.")
    yield report.table(
        ["cluster of one shard", "points per CPU second", "points/s stored", "queries per CPU second", "recall@10"],
        [[name, f"{each['upserts_per_cpu_second']:,.0f}", f"{each['upserts_per_second']:,.0f}",
          f"{each['queries_per_cpu_second']:,.0f}", f"{each['recall_at_10']:.4f}"] for name, each in figures.items()])
    yield line


if __name__ == "__main__":
    main()
