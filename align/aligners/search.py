"""Exact search over beads in a band: the probabilities of all beads, and the path of most of them.

Beads and nulls form a semi-Markov chain (Sarawagi and Cohen 2004): a path's log score is the sum
of its beads' scores, a null's depends on whether the one before was a null of the same side.
Forward-backward gives each bead's probability; the path returned holds the largest sum of them.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_NONE = -1e18


@njit(cache=True)
def nodes(lo, hi, m):
    """Bounds and offsets of the points (i, j), i from 0 to n, that touch the band."""
    n = len(lo)
    first = np.empty(n + 1, np.int64)
    last = np.empty(n + 1, np.int64)
    offsets = np.zeros(n + 2, np.int64)
    for i in range(n + 1):
        first[i] = lo[max(i - 1, 0)]
        last[i] = hi[min(i, n - 1)]
        offsets[i + 1] = offsets[i] + last[i] - first[i] + 1
    return first, last, offsets


@njit(cache=True)
def _plus(a, b):
    """log(exp a + exp b)."""
    if a < b:
        a, b = b, a
    if b <= _NONE or b < a - 40:
        return a
    return a + np.log1p(np.exp(b - a))


@njit(cache=True)
def _any(alpha, p):
    return _plus(_plus(alpha[p, 0], alpha[p, 1]), alpha[p, 2])


@njit(cache=True)
def _forward(types, scores, lo, hi, offsets, x_null, y_null, node, null, first, last, no):
    n = len(lo)
    alpha = np.full((no[n + 1], 3), _NONE)  # after a bead, a source null, a target null
    alpha[0, 0] = 0.0
    for i in range(n + 1):
        for j in range(first[i], last[i] + 1):
            p = no[i] + j - first[i]
            if not node[p]:
                continue
            if null[p] and i > 0 and first[i - 1] <= j <= last[i - 1]:
                q = no[i - 1] + j - first[i - 1]
                opened = _plus(alpha[q, 0], alpha[q, 2]) + x_null[i - 1, 0]
                alpha[p, 1] = _plus(opened, alpha[q, 1] + x_null[i - 1, 1])
            if null[p] and j > first[i]:
                opened = _plus(alpha[p - 1, 0], alpha[p - 1, 1]) + y_null[j - 1, 0]
                alpha[p, 2] = _plus(opened, alpha[p - 1, 2] + y_null[j - 1, 1])
            for t in range(len(types)):
                h, k = i - types[t, 0], j - types[t, 1]
                if h < 0 or k < lo[h] or k >= hi[h] or k < first[h] or k > last[h]:
                    continue
                score = scores[t, offsets[h] + k - lo[h]]
                if score > -1e8:
                    before = _any(alpha, no[h] + k - first[h])
                    if before > _NONE / 2:
                        alpha[p, 0] = _plus(alpha[p, 0], before + score)
    return alpha


@njit(cache=True)
def probabilities(types, scores, lo, hi, offsets, m, x_null, y_null, node, null):
    """Forward-backward: log Z, beads' probabilities [type, cell], nulls' [node, move].

    `node` and `null` say which points may be passed and which may be reached by a null (the
    learner constrains them). Moves: source null opened, extended, target null opened, extended.
    """
    n = len(lo)
    first, last, no = nodes(lo, hi, m)
    alpha = _forward(types, scores, lo, hi, offsets, x_null, y_null, node, null, first, last, no)
    end = no[n] + m - first[n]
    log_z = _any(alpha, end)
    beads = np.zeros(scores.shape, np.float32)
    moves = np.zeros((no[n + 1], 4))
    beta = np.full((no[n + 1], 3), _NONE)
    beta[end] = 0.0
    for i in range(n, -1, -1):
        for j in range(last[i], first[i] - 1, -1):
            p = no[i] + j - first[i]
            if not node[p]:
                continue
            out = _NONE
            if i < n and lo[i] <= j < hi[i]:
                before = _any(alpha, p)
                for t in range(len(types)):
                    h, k = i + types[t, 0], j + types[t, 1]
                    if h > n or k < first[h] or k > last[h]:
                        continue
                    score = scores[t, offsets[i] + j - lo[i]]
                    q = no[h] + k - first[h]
                    if score > -1e8 and node[q] and beta[q, 0] > _NONE / 2:
                        after = score + beta[q, 0]
                        out = _plus(out, after)
                        if before > _NONE / 2:
                            beads[t, offsets[i] + j - lo[i]] = np.exp(
                                min(0.0, before + after - log_z)
                            )
            for state in range(3):
                beta[p, state] = _plus(beta[p, state], out)
            if i < n and first[i + 1] <= j <= last[i + 1]:
                _null_step(p, no[i + 1] + j - first[i + 1], 1, x_null[i], alpha, beta, moves,
                           node, null, log_z)  # fmt: skip
            if j < last[i]:
                _null_step(p, p + 1, 2, y_null[j], alpha, beta, moves, node, null, log_z)
    return log_z, beads, moves


@njit(cache=True)
def _null_step(p, q, side, price, alpha, beta, moves, node, null, log_z):
    """Let point p reach q by a null of `side`."""
    if not (node[q] and null[q]) or beta[q, side] <= _NONE / 2:
        return
    after = beta[q, side]
    other = 3 - side
    beta[p, 0] = _plus(beta[p, 0], after + price[0])
    beta[p, other] = _plus(beta[p, other], after + price[0])
    beta[p, side] = _plus(beta[p, side], after + price[1])
    opened = _plus(alpha[p, 0], alpha[p, other]) + price[0] + after - log_z
    extended = alpha[p, side] + price[1] + after - log_z
    moves[q, 2 * side - 2] = np.exp(min(0.0, opened))
    moves[q, 2 * side - 1] = np.exp(min(0.0, extended))


@njit(cache=True)
def best_path(types, beads, moves, lo, hi, offsets, m, price, null_gain):
    """The path with the largest sum of probabilities less `price` a bead.

    Nulls count `null_gain` times. Returns rows (i, a, j, b) and their probabilities.
    """
    n = len(lo)
    first, last, no = nodes(lo, hi, m)
    best = np.full(no[n + 1], _NONE)
    step = np.full(no[n + 1], -9, np.int16)
    best[0] = 0.0
    for i in range(n + 1):
        for j in range(first[i], last[i] + 1):
            p = no[i] + j - first[i]
            if i > 0 and first[i - 1] <= j <= last[i - 1]:
                gain = null_gain * (moves[p, 0] + moves[p, 1] - price)
                value = best[no[i - 1] + j - first[i - 1]] + gain
                if value > best[p]:
                    best[p] = value
                    step[p] = -1
            if j > first[i]:
                value = best[p - 1] + null_gain * (moves[p, 2] + moves[p, 3] - price)
                if value > best[p]:
                    best[p] = value
                    step[p] = -2
            for t in range(len(types)):
                h, k = i - types[t, 0], j - types[t, 1]
                if h < 0 or k < lo[h] or k >= hi[h] or k < first[h] or k > last[h]:
                    continue
                probability = beads[t, offsets[h] + k - lo[h]]
                if probability > 1e-6:
                    value = best[no[h] + k - first[h]] + probability - price
                    if value > best[p]:
                        best[p] = value
                        step[p] = t
    path = np.zeros((n + m, 4), np.int64)
    chance = np.zeros(n + m)
    i, j, k = n, m, n + m
    while i > 0 or j > 0:
        k -= 1
        p = no[i] + j - first[i]
        if step[p] == -1:
            i -= 1
            path[k] = (i, 1, j, 0)
            chance[k] = moves[p, 0] + moves[p, 1]
        elif step[p] == -2:
            j -= 1
            path[k] = (i, 0, j, 1)
            chance[k] = moves[p, 2] + moves[p, 3]
        else:
            a, b = types[step[p]]
            i -= a
            j -= b
            path[k] = (i, a, j, b)
            chance[k] = beads[step[p], offsets[i] + j - lo[i]]
    return path[k:], chance[k:]


@njit(cache=True)
def likeliest_path(types, scores, lo, hi, offsets, m, x_null, y_null):
    """The path with the highest score (Viterbi), as rows (i, a, j, b)."""
    n = len(lo)
    first, last, no = nodes(lo, hi, m)
    best = np.full((no[n + 1], 3), _NONE)
    step = np.full((no[n + 1], 3), -1, np.int16)
    best[0, 0] = 0.0
    for i in range(n + 1):
        for j in range(first[i], last[i] + 1):
            p = no[i] + j - first[i]
            for side in range(1, 3):
                if side == 1 and i > 0 and first[i - 1] <= j <= last[i - 1]:
                    q = no[i - 1] + j - first[i - 1]
                    opened, extended = x_null[i - 1, 0], x_null[i - 1, 1]
                elif side == 2 and j > first[i]:
                    q = p - 1
                    opened, extended = y_null[j - 1, 0], y_null[j - 1, 1]
                else:
                    continue
                for state in range(3):
                    value = best[q, state] + (extended if state == side else opened)
                    if value > best[p, side]:
                        best[p, side] = value
                        step[p, side] = state
            for t in range(len(types)):
                h, k = i - types[t, 0], j - types[t, 1]
                if h < 0 or k < lo[h] or k >= hi[h] or k < first[h] or k > last[h]:
                    continue
                score = scores[t, offsets[h] + k - lo[h]]
                if score > -1e8:
                    q = no[h] + k - first[h]
                    for state in range(3):
                        if best[q, state] + score > best[p, 0]:
                            best[p, 0] = best[q, state] + score
                            step[p, 0] = 3 * t + state
    path = np.zeros((n + m, 4), np.int64)
    i, j, k = n, m, n + m
    state = np.argmax(best[no[n] + m - first[n]])
    while i > 0 or j > 0:
        k -= 1
        came = step[no[i] + j - first[i], state]
        if state == 1:
            i -= 1
            path[k] = (i, 1, j, 0)
        elif state == 2:
            j -= 1
            path[k] = (i, 0, j, 1)
        else:
            a, b = types[came // 3]
            came %= 3
            i -= a
            j -= b
            path[k] = (i, a, j, b)
        state = came
    return path[k:]
