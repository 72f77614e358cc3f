"""
The figures of the foundation beside those of the bare engine, in one run: a node, and a cluster if one is named.

  scripts/bench                                                    all of it, with a cluster of three shards
  $(clients/bin/venv) clients/bench/foundation.py                  the engine and a node of its own
  ... --cluster-url URL --cluster-pid PID --cluster-pid PID ...    and this cluster; VECTORCLUSTER_API_KEY is its key

Writes docs/reports/foundation-bench.md. Exit code 1 if recall, counts or the distances computed are not as they must.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "soak")]

from bench.bare_engine import bare_engine, bare_engine_in_shards  # noqa: E402  (the path is set in the line above)
from bench.load_and_query import measure, measure_own_node  # noqa: E402
from durability import report  # noqa: E402
from support.dataset import SAMPLE, DataSet  # noqa: E402

MIN_RECALL = 0.97
MAX_DISTANCES_RATIO = 1.2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA") or SAMPLE))
    parser.add_argument("--runs", type=int, default=3, help="of which the median is taken")
    parser.add_argument("--cluster-url")
    parser.add_argument("--cluster-pid", type=int, action="append", default=[])
    parser.add_argument("--shards", type=int, default=3, help="of the cluster")
    arguments = parser.parse_args()
    data = DataSet(arguments.data.resolve())
    run = argparse.Namespace(data=data.folder, collection="bench", ef=64, batch=256, parallel=1,
                             warm_rounds=8, rounds=3, keep=False)

    rows, wrong = [], []
    engine = repeat("bare engine", arguments.runs, lambda: bare_engine(data.folder))
    graph, index = (medians([each[subject] for each in engine]) for subject in ("graph", "index"))
    rows += [engine_row("bare graph, 1 thread", graph), engine_row("a shard's index, 1 thread", index)]
    node = medians(repeat("node", arguments.runs, lambda: measure_own_node(run)))
    rows.append(server_row("1 node", node, graph))
    wrong += problems("1 node", node, graph)
    if arguments.cluster_url:
        split = bare_engine_in_shards(data, arguments.shards)
        rows.append(engine_row(f"{arguments.shards} bare graphs, one after the other", split))
        cluster = medians(repeat("cluster", arguments.runs, lambda: measure(
            run, arguments.cluster_url, arguments.cluster_pid)))
        name = f"cluster of {arguments.shards} shards"
        rows.append(server_row(name, cluster, split))
        wrong += problems(name, cluster, split)
    report.write("foundation-bench.md", "Foundation: figures beside the bare engine", sections(
        data, arguments, run, rows, wrong))
    print("\n".join(wrong) or "all as it must be")
    sys.exit(bool(wrong))


def repeat(name, runs, measurement):
    figures = []
    for number in range(1, runs + 1):
        print(f"{name}, run {number} of {runs}", flush=True)
        figures.append(measurement())
        print(f"  {figures[-1]}", flush=True)
    return figures


def medians(runs):
    """Of each figure; of counts and recall the worst is what matters, and the least is taken."""
    return {name: least_or_median(name, [run[name] for run in runs]) for name in runs[0]}


def least_or_median(name, values):
    if name in ("counted", "recall_at_10"):
        return min(values)
    return statistics.median(values) if all(isinstance(value, (int, float)) for value in values) else values[0]


def problems(name, figures, bare):
    if figures["counted"] != figures["points"]:
        yield f"{name}: {figures['counted']} of {figures['points']} points are counted"
    if figures["recall_at_10"] < MIN_RECALL:
        yield f"{name}: recall@10 is {figures['recall_at_10']}, less than {MIN_RECALL}"
    ratio = distances_ratio(figures, bare)
    if ratio is None or ratio > MAX_DISTANCES_RATIO:
        yield f"{name}: {ratio} times the distances of the bare engine, more than {MAX_DISTANCES_RATIO}"


def distances_ratio(figures, bare):
    computed = figures["distances_per_query"]
    return None if computed is None else round(computed / bare["distances_per_query"], 3)


def engine_row(name, figures):
    build = figures.get("build_per_second")
    return [name, f"{build:,.0f}" if build else "", "", f"{figures['queries_per_second']:,.0f}", "",
            f"{figures['recall_at_10']:.4f}", f"{figures['distances_per_query']:,.1f}", ""]


def server_row(name, figures, bare):
    def per_cpu(figure):
        return "" if figures[figure] is None else f"{figures[figure]:,.0f}"
    return [f"{name}, 1 client", f"{figures['upserts_per_second_until_green']:,.0f}", per_cpu("upserts_per_cpu_second"),
            f"{figures['queries_per_second_1_client']:,.0f}", per_cpu("queries_per_cpu_second"),
            f"{figures['recall_at_10']:.4f}", f"{figures['distances_per_query']:,.1f}",
            f"{distances_ratio(figures, bare)}"]


def sections(data, arguments, run, rows, wrong):
    yield (f"{len(data):,} points of {data.dimensions} dimensions ({data.folder.name}), {len(data.queries):,} queries, "
           f"k 10, ef 64, medians of {arguments.runs} runs (recall and counts: the least). The official Python "
           f"client, one process, sends batches of 256 with `wait=true` and waits until the collection is green; then "
           f"it asks the queries one by one, {run.warm_rounds} times unmeasured (the JVM compiles meanwhile) and "
           f"{run.rounds} times measured. The client shares the machine's cores.")
    yield report.table(["subject", "points/s stored and indexed", "points per CPU second", "queries/s",
                        "queries per CPU second", "recall@10", "distances per query", "times the bare engine's"], rows)
    yield ("Points and queries per CPU second count user and system time of all server processes. A bare graph on one "
           "thread needs one CPU second per second, its queries/s are per CPU second too. The bare graphs of a cluster "
           "hold the points that the product's slot hash and first placement give to each shard; their recall is each "
           "graph's own.")
    yield "Wrong:\n\n" + "\n".join(f"- {each}" for each in wrong) if wrong else (
        f"Every point is counted, recall@10 is at least {MIN_RECALL}, and no more than {MAX_DISTANCES_RATIO} times the "
        f"bare engine's distances are computed.")


if __name__ == "__main__":
    main()
