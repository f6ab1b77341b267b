"""What is saved is what is loaded, and padding changes nothing."""

from pathlib import Path

import numpy as np
import torch

from models.judge.align import FEATURES
from models.judge.network import Network, Shape, load, save
from models.judge.reader import Row, batch_of


def row(length: int, seed: int) -> Row:
    draw = np.random.default_rng(seed)
    marks = np.stack([draw.integers(0, n, length) for n in (20, 14, 3)], axis=1)
    features = draw.random(FEATURES).astype(np.float32)
    return Row(tokens=draw.integers(4, 50, length), marks=marks, said=4, features=features)


def small() -> Network:
    torch.manual_seed(3)
    return Network(Shape(vocabulary=50, layers=2, hidden=48, heads=4, feed_forward=64, temperature=1.7)).eval()


def test_eight_bits_change_scores_little(tmp_path: Path) -> None:
    network = small()
    save(network, tmp_path)
    again = load(tmp_path)
    batch = batch_of([row(12, 1), row(30, 2)])
    with torch.inference_mode():
        assert torch.allclose(network(batch), again(batch), atol=0.02)
    assert again.shape == network.shape


def test_a_pair_scores_the_same_alone_and_beside_a_longer_one() -> None:
    network = small()
    with torch.inference_mode():
        alone = network(batch_of([row(12, 1)]))
        beside = network(batch_of([row(12, 1), row(40, 2)]))[:1]
    assert torch.allclose(alone, beside, atol=1e-5)
