"""LightGCN in numpy and scipy: the algorithm of Sources/Recommender, for `./bench --only training`.

`lightgcn.py FILE SEED`: trains on the last-tenth split of MovieLens 100k, and prints a line of JSON: epochs, seconds of processor
time, recall@20 and ndcg@20 of the test part. Float32, one thread, one step of Adam an epoch over all pairs, each against one item drawn
from those that the user does not have; validation every 20 epochs, the end after five looks without a gain or 400 epochs.
"""

import json
import resource
import sys

import numpy as np
import scipy.sparse as sparse

DIMENSIONS, LAYERS, RATE, DECAY, DEVIATION = 64, 3, 0.05, 1e-4, 0.1
MOST, INTERVAL, PATIENCE, K = 400, 20, 5, 20


def split(path: str) -> tuple[list, list, list]:
    """Users' interactions by time, then by item: the last tenth tests, as many before it validate, the rest trains."""
    by_user: dict[int, list[tuple[float, int]]] = {}
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            user, item, _, time = line.split("\t")
            by_user.setdefault(int(user) - 1, []).append((float(time), int(item) - 1))
    train, valid, test = [], [], []
    for user in sorted(by_user):
        items = [item for _, item in sorted(by_user[user])]
        count = max(1, len(items) // 10)
        first, second = len(items) - 2 * count, len(items) - count
        train += [(user, item) for item in items[:first]]
        valid += [(user, item) for item in items[first:second]]
        test += [(user, item) for item in items[second:]]
    return train, valid, test


def matrix(pairs: list, users: int, items: int) -> sparse.csr_matrix:
    rows, columns = np.array(pairs).T
    return sparse.csr_matrix((np.ones(len(pairs), np.float32), (rows, columns)), shape=(users, items))


def measure(scores: np.ndarray, seen: sparse.csr_matrix, held_out: list) -> tuple[float, float]:
    """Recall and ndcg at 20 over all items but those seen; equal scores go by the lower id."""
    scores = scores.astype(np.float64)
    scores[seen.nonzero()] = -np.inf
    wanted: dict[int, set[int]] = {}
    for user, item in held_out:
        wanted.setdefault(user, set()).add(item)
    discount = 1 / np.log2(np.arange(2, K + 2))
    recall = ndcg = 0.0
    for user, items in wanted.items():
        best = np.argsort(-scores[user], kind="stable")[:K]
        hits = np.array([item in items for item in best], float)
        recall += hits.sum() / len(items)
        ndcg += (hits * discount).sum() / discount[: min(len(items), K)].sum()
    return recall / len(wanted), ndcg / len(wanted)


class Model:
    def __init__(self, train: sparse.csr_matrix, seed: int) -> None:
        self.users, self.items = train.shape
        self.random = np.random.default_rng(seed)
        adjacency = sparse.bmat([[None, train], [train.T, None]], format="csr", dtype=np.float32)
        degree = np.asarray(adjacency.sum(1)).ravel()
        scale = np.zeros_like(degree)
        scale[degree > 0] = 1 / np.sqrt(degree[degree > 0])
        self.adjacency = (sparse.diags(scale) @ adjacency @ sparse.diags(scale)).tocsr().astype(np.float32)
        self.base = (self.random.standard_normal((self.users + self.items, DIMENSIONS)) * DEVIATION).astype(np.float32)
        self.mean, self.square, self.steps = np.zeros_like(self.base), np.zeros_like(self.base), 0
        pairs = train.tocoo()
        self.user, self.item = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
        self.has = np.zeros((self.users, self.items), bool)
        self.has[self.user, self.item] = True

    def propagated(self, layer: np.ndarray) -> np.ndarray:
        total = layer.copy()
        for _ in range(LAYERS):
            layer = self.adjacency @ layer
            total += layer
        return total / (LAYERS + 1)

    def negatives(self) -> np.ndarray:
        drawn = self.random.integers(0, self.items, len(self.user))
        while len(again := np.flatnonzero(self.has[self.user, drawn])):
            drawn[again] = self.random.integers(0, self.items, len(again))
        return drawn

    def train(self) -> None:
        """One epoch, which is one step."""
        nodes, count = self.users + self.items, len(self.user)
        user, positive, negative = self.user, self.item + self.users, self.negatives() + self.users
        vectors = self.propagated(self.base)
        margin = np.einsum("nd,nd->n", vectors[user], vectors[positive] - vectors[negative])
        slope = (-1 / (1 + np.exp(margin)) / count).astype(np.float32)
        pull = sparse.csr_matrix(
            (np.concatenate([slope, -slope]), (np.concatenate([user, user]), np.concatenate([positive, negative]))),
            shape=(nodes, nodes),
        )
        gradient = self.propagated(pull @ vectors + pull.T @ vectors)
        visits = np.bincount(np.concatenate([user, positive, negative]), minlength=nodes).astype(np.float32) / count
        gradient += DECAY * visits[:, None] * self.base
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient * gradient
        step = self.mean / (1 - 0.9**self.steps) / (np.sqrt(self.square / (1 - 0.999**self.steps)) + 1e-8)
        self.base -= np.float32(RATE) * step


def main() -> None:
    path, seed = sys.argv[1], int(sys.argv[2])
    train, valid, test = split(path)
    users = 1 + max(user for user, _ in train + valid + test)
    items = 1 + max(item for _, item in train + valid + test)
    seen = matrix(train, users, items)
    start = resource.getrusage(resource.RUSAGE_SELF)
    model = Model(seen, seed)
    best, best_vectors, epochs, waited = -1.0, model.base, 0, 0
    for epoch in range(1, MOST + 1):
        model.train()
        if epoch % INTERVAL:
            continue
        vectors = model.propagated(model.base)
        recall, _ = measure(vectors[:users] @ vectors[users:].T, seen, valid)
        waited += 1
        if recall > best:
            best, best_vectors, epochs, waited = recall, vectors, epoch, 0
        if waited == PATIENCE:
            break
    end = resource.getrusage(resource.RUSAGE_SELF)
    recall, ndcg = measure(best_vectors[:users] @ best_vectors[users:].T, matrix(train + valid, users, items), test)
    seconds = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
    print(json.dumps({"epochs": epochs, "cpuSeconds": seconds, "recall": recall, "ndcg": ndcg}))


if __name__ == "__main__":
    main()
