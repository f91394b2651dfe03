"""A network of a few units, and rows of its pieces, for the tests of what computes with it."""

import numpy as np
import torch
from training.network import CPU, Shape, new_network

PIECES = 40
SHAPE = Shape(d=16, ff=24, enc=2, dec=2, heads=2)


def tiny_network():
    torch.manual_seed(3)
    vectors = np.random.default_rng(3).normal(0, 0.25, (PIECES, SHAPE.d)).astype(np.float32)
    return new_network(SHAPE, pieces=PIECES, vectors=vectors, machine=CPU)
