"""Exact search over beads in a band: the probabilities of all beads, and the likeliest path.

Beads and nulls form a semi-Markov chain (Sarawagi and Cohen 2004): a path's log score is the sum
of its beads' scores, a null's depends on whether the one before was a null of the same side.
Forward-backward gives each bead's probability, Viterbi the path.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from align.aligners.compiled import compiled

_NONE = -1e18

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Scores = NDArray[np.float32]


def nodes(lo: Ints, hi: Ints) -> tuple[Ints, Ints, Ints]:
    """Return bounds and offsets of the points (i, j), i from 0 to n, that touch the band."""
    first = np.concatenate([lo[:1], lo])
    last = np.concatenate([hi, hi[-1:]])
    offsets = np.zeros(len(first) + 1, np.int64)
    np.cumsum(last - first + 1, out=offsets[1:])
    return first, last, offsets


def probabilities(
    types: Ints, scores: Scores, lo: Ints, hi: Ints, offsets: Ints, x_null: Floats,
    y_null: Floats, node: Flags, null: Flags,
) -> tuple[float, Scores, Floats]:  # fmt: skip
    """Forward-backward: log Z, beads' probabilities [type, cell], nulls' [node, move].

    `node` and `null` say which points may be passed and which may be reached by a null (the
    learner constrains them). Moves: source null opened, extended, target null opened, extended.
    """
    grid = nodes(lo, hi)
    count = grid[2][-1]
    # After a bead, a source null, a target null, and after any of them.
    alpha, beta = np.full((count, 4), _NONE), np.full((count, 4), _NONE)
    beads, moves = np.zeros(scores.shape, np.float32), np.zeros((count, 4))
    table = (types, scores, lo, hi, offsets, *grid, x_null, y_null, node, null)
    _forward(*table, alpha, np.empty(len(types)))
    _backward(*table, alpha, beta, beads, moves, np.empty(len(types)))
    return float(alpha[-1, 3]), beads, moves


@compiled
def _plus(a, b):
    """log(exp a + exp b)."""
    high = max(a, b)
    low = min(a, b)
    if low < high - 40:
        return high
    return high + math.log1p(math.exp(low - high))


@compiled
def _sum(values, count):
    """Log of the sum of the exponentials of the first `count` values."""
    high = _NONE
    for k in range(count):
        high = max(high, values[k])
    if count < 2 or high <= _NONE:
        return high
    total = 0.0
    for k in range(count):
        if values[k] > high - 40:
            total += math.exp(values[k] - high)
    return high + math.log(total)


@compiled
def _forward(
    types, scores, lo, hi, offsets, first, last, no, x_null, y_null, node, null, alpha, values
):
    alpha[0, 0] = 0.0
    alpha[0, 3] = 0.0
    for i in range(len(lo) + 1):
        for j in range(first[i], last[i] + 1):
            p = no[i] + j - first[i]
            if not node[p] or p == 0:
                continue
            for side in range(1, 3):
                if not null[p]:
                    continue
                if side == 1 and i > 0 and first[i - 1] <= j <= last[i - 1]:
                    q = no[i - 1] + j - first[i - 1]
                    opened = x_null[i - 1, 0]
                    extended = x_null[i - 1, 1]
                elif side == 2 and j > first[i]:
                    q = p - 1
                    opened = y_null[j - 1, 0]
                    extended = y_null[j - 1, 1]
                else:
                    continue
                opened += _plus(alpha[q, 0], alpha[q, 3 - side])
                alpha[p, side] = _plus(opened, alpha[q, side] + extended)
            count = np.int64(0)
            for t in range(len(types)):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if h < 0 or k < lo[h] or k >= hi[h] or k < first[h] or k > last[h]:
                    continue
                score = scores[t, offsets[h] + k - lo[h]]
                before = alpha[no[h] + k - first[h], 3]
                if score > -1e8 and before > _NONE / 2:
                    values[count] = before + score
                    count += 1
            alpha[p, 0] = _sum(values, count)
            alpha[p, 3] = _plus(_plus(alpha[p, 0], alpha[p, 1]), alpha[p, 2])


@compiled
def _backward(
    types, scores, lo, hi, offsets, first, last, no, x_null, y_null, node, null, alpha, beta,
    beads, moves, values,
):  # fmt: skip
    n = len(lo)
    end = len(alpha) - 1
    log_z = alpha[end, 3]
    for i in range(n, -1, -1):
        for j in range(last[i], first[i] - 1, -1):
            p = no[i] + j - first[i]
            if not node[p]:
                continue
            count = np.int64(0)
            if i < n and lo[i] <= j < hi[i]:
                cell = offsets[i] + j - lo[i]
                before = alpha[p, 3]
                for t in range(len(types)):
                    h = i + types[t, 0]
                    k = j + types[t, 1]
                    if h > n or k < first[h] or k > last[h]:
                        continue
                    score = scores[t, cell]
                    q = no[h] + k - first[h]
                    if score > -1e8 and node[q] and beta[q, 0] > _NONE / 2:
                        values[count] = score + beta[q, 0]
                        chance = before + values[count] - log_z
                        if chance > -50:
                            beads[t, cell] = math.exp(min(0.0, chance))
                        count += 1
            out = _sum(values, count)
            if p == end:
                out = 0.0
            for state in range(3):
                beta[p, state] = out
            for side in range(1, 3):
                if side == 1 and i < n and first[i + 1] <= j <= last[i + 1]:
                    q = no[i + 1] + j - first[i + 1]
                    opened = x_null[i, 0]
                    extended = x_null[i, 1]
                elif side == 2 and j < last[i]:
                    q = p + 1
                    opened = y_null[j, 0]
                    extended = y_null[j, 1]
                else:
                    continue
                after = beta[q, side]
                if not (node[q] and null[q]) or after <= _NONE / 2:
                    continue
                for state in range(3):
                    price = extended if state == side else opened
                    beta[p, state] = _plus(beta[p, state], price + after)
                before = _plus(alpha[p, 0], alpha[p, 3 - side])
                moves[q, 2 * side - 2] = math.exp(min(0.0, before + opened + after - log_z))
                before = alpha[p, side]
                moves[q, 2 * side - 1] = math.exp(min(0.0, before + extended + after - log_z))


def likeliest_path(
    types: Ints, scores: Scores, lo: Ints, hi: Ints, offsets: Ints, x_null: Floats, y_null: Floats
) -> Ints:
    """Return the path with the highest score (Viterbi), as rows (i, a, j, b)."""
    grid = nodes(lo, hi)
    best = np.full((grid[2][-1], 3), _NONE)
    step = np.full((grid[2][-1], 3), -1, np.int16)
    _steps(types, scores, lo, hi, offsets, *grid, x_null, y_null, best, step)
    rows = np.zeros((len(lo) + hi[-1], 4), np.int64)
    begin = _read_back(types, *grid, int(best[-1].argmax()), step, rows)
    return rows[begin:]


@compiled
def _steps(types, scores, lo, hi, offsets, first, last, no, x_null, y_null, best, step):
    best[0, 0] = 0.0
    for i in range(len(lo) + 1):
        for j in range(first[i], last[i] + 1):
            p = no[i] + j - first[i]
            for side in range(1, 3):
                if side == 1 and i > 0 and first[i - 1] <= j <= last[i - 1]:
                    q = no[i - 1] + j - first[i - 1]
                    opened = x_null[i - 1, 0]
                    extended = x_null[i - 1, 1]
                elif side == 2 and j > first[i]:
                    q = p - 1
                    opened = y_null[j - 1, 0]
                    extended = y_null[j - 1, 1]
                else:
                    continue
                for state in range(3):
                    value = best[q, state] + (extended if state == side else opened)
                    if value > best[p, side]:
                        best[p, side] = value
                        step[p, side] = state
            for t in range(len(types)):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if h < 0 or k < lo[h] or k >= hi[h] or k < first[h] or k > last[h]:
                    continue
                score = scores[t, offsets[h] + k - lo[h]]
                if score > -1e8:
                    q = no[h] + k - first[h]
                    for state in range(3):
                        value = best[q, state] + score
                        if value > best[p, 0]:
                            best[p, 0] = value
                            step[p, 0] = 3 * t + state


@compiled
def _read_back(types, first, last, no, state, step, rows):
    """Write the path's rows to the end of `rows`, and return where they begin."""
    i = len(first) - 1
    j = last[i]
    row = len(rows)
    while i > 0 or j > 0:
        row -= 1
        came = step[no[i] + j - first[i], state]
        a = 1
        b = 0
        if state == 0:
            a = types[came // 3, 0]
            b = types[came // 3, 1]
            came %= 3
        elif state == 2:
            a = 0
            b = 1
        i -= a
        j -= b
        rows[row, 0] = i
        rows[row, 1] = a
        rows[row, 2] = j
        rows[row, 3] = b
        state = came
    return row
