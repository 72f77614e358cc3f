"""A data set as data/README.md describes it."""

import gzip
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from qdrant_client import models

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "debian-packages-20k"


@dataclass(frozen=True)
class DataSet:
    folder: Path

    @staticmethod
    def of_environment():
        """The folder that DATA names, else the committed sample."""
        return DataSet(Path(os.environ.get("DATA") or SAMPLE))

    @cached_property
    def base(self):
        """Points x dimensions, f32; the row number is the id."""
        return np.load(self.folder / "base.f16.npy").astype(np.float32)

    @cached_property
    def queries(self):
        return np.load(self.folder / "queries.f16.npy").astype(np.float32)

    @cached_property
    def neighbors(self):
        """Queries x 100: ids by falling cosine."""
        return np.load(self.folder / "neighbors.i32.npy")

    @cached_property
    def payloads(self):
        with gzip.open(self.folder / "payloads.jsonl.gz", "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    @property
    def dimensions(self):
        return self.base.shape[1]

    def __len__(self):
        return len(self.base)

    def points(self, ids=None):
        for row in range(len(self)) if ids is None else ids:
            yield models.PointStruct(id=row, vector=self.base[row].tolist(), payload=self.payloads[row])

    def recall(self, answers, k=10):
        """The share of the k true neighbours of each query that its answer, a list of ids, holds."""
        found = sum(len(set(answer[:k]) & set(true[:k].tolist())) for answer, true in zip(answers, self.neighbors))
        return found / (k * len(answers))


def vector_params(data):
    return models.VectorParams(size=data.dimensions, distance=models.Distance.COSINE)
