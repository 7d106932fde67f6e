"""What PyTorch, JAX, scikit-learn and Keras return, beside what NumPy says that they should.

`python -m tests.frameworks` prints a fresh run as JSON. With `--record` it writes that run to
`docs/practice/frameworks.json`, and the table of it to `snippets/frameworks_recorded.md`, which
the page about frameworks includes. Both are committed: PyTorch and TensorFlow, on which Keras runs
here, are too large to install for each build. It needs what `requirements/frameworks.txt` names,
and nothing of the site's own.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "docs" / "practice" / "frameworks.json"
TABLE = ROOT / "snippets" / "frameworks_recorded.md"

CLOSE = 1e-12
"""How close an automatic derivative in double precision has to come: only rounding parts them."""
MEASURED = 1e-8
"""The same for scikit-learn's, whose loss is public and whose gradient is a central difference."""
EXACT = 1e-20
"""The same where an entry far below rounding is asked for: the two have to be the same number."""

Array = np.ndarray

Z = np.array([[2.0, -1.0, 0.5], [0.0, 1.5, -2.0], [-0.5, 0.25, 1.0], [3.0, 0.0, -1.0]])
"""The logits, one example in each row."""
CLASSES = np.array([1, 1, 2, 0])
"""The class of each example."""
SHARES = np.array([[0.5, 0.3, 0.2], [0.0, 1.0, 0.0], [0.1, 0.2, 0.7], [0.25, 0.5, 0.25]])
"""Labels that are shared among classes, one example in each row."""
IGNORED = -100
"""The class number by which PyTorch leaves an example out, unless told another."""
TAIL = np.array([[40.0, 0.0]])
"""Logits so far apart that the probability of the first class rounds to one."""
MASKED = np.array([[1.0, 2.0, -np.inf]])
"""Logits of which one is masked; the first class is the true one."""
WEIGHTS = np.array([0.5, 2.0, 1.25])
"""The weight of each class."""
SOFT = 0.9 * SHARES + 0.1 / 3
"""Labels that are shared among classes, none of which gets nothing."""
SURE = np.array([[40.0, 0.0]])
"""The same logits, where the second class is the true one."""
CLIPPED = 1e-7
"""Keras moves a probability that it is given at least so far from 0 and 1."""
SMOOTHING = 0.1
"""The share of a label that is spread over all classes."""
PRECISIONS = {"double": 53, "single": 24, "half": 11, "bfloat16": 8}
"""The bits of a number next to one."""
SHORT = 6.0
"""The gap between two logits that bfloat16 keeps, and from which p - y is 0 in it."""
FOCUS = 0.25
"""Keras multiplies a focal loss by it, unless told otherwise."""
STOP, INVERSE = 1e-2, 0.1
"""The `tol` and the `C` of a classifier whose last slope is measured."""


@dataclass(frozen=True)
class Case:
    """One question to one framework.

    Attributes:
        name: What is asked.
        framework: one of `FRAMEWORKS`.
        expected: What NumPy computes, row after row; None for NaN, which JSON does not have.
        got: What the framework returns, likewise.
        difference: The largest between the two; None where one of them is NaN and the other not.
    """

    name: str
    framework: str
    expected: list[float | None]
    got: list[float | None]
    difference: float | None


def softmax(Z: Array) -> Array:
    """Probabilities of logits, an array of shape (N, K), row by row."""
    U = np.exp(Z - Z.max(axis=1, keepdims=True))
    return U / U.sum(axis=1, keepdims=True)


def masked(losses: Array, keep: Array) -> Array:
    """The mean of some of the losses, as V23 has it: 0/0, which is NaN, where none is kept."""
    with np.errstate(invalid="ignore"):
        return np.array([(keep * losses).sum() / keep.sum()])


def vanishes(bits: int) -> Array:
    """The least whole gap between two logits from which p - y is 0 for the true class.

    The exponential of minus the gap is added to 1, and is lost up to half of the last of `bits`
    bits: the denominator is 1, and so is p. `snippets/stability_precision.py` finds it by rounding.
    """
    return np.array([np.ceil(bits * np.log(2))])


def bfloat16(x: Array) -> Array:
    """Doubles rounded to the eight bits of a bfloat16."""
    m, e = np.frexp(x)
    return np.ldexp(np.round(m * 2**8) / 2**8, e)


def other_losses() -> dict[str, Array]:
    """The same for losses beside cross-entropy, and for what libraries do besides losses."""
    N, K = Z.shape
    P, Y = softmax(Z), np.eye(K)[CLASSES]
    true = (P * Y).sum(axis=1, keepdims=True)
    focal = (1 - true) ** 2 - 2 * true * (1 - true) * np.log(true)
    squared = P * (P - Y - (P * (P - Y)).sum(axis=1, keepdims=True))
    moved = np.clip(Z, CLIPPED, 1 - CLIPPED)  # Keras' own, for class numbers.
    moved = moved / moved.sum(axis=1, keepdims=True)
    near = np.array([[SHORT, 0.0]])
    return {
        "by the class CrossEntropyLoss, mean": (P - Y) / N,
        "asked for by the word mean": (P - Y) / N,
        "two backward passes, mean": 2 * (P - Y) / N,
        "a weight for each example, by their sum": (
            WEIGHTS[CLASSES][:, None] * (P - Y) / WEIGHTS[CLASSES].sum()
        ),
        "KL divergence of probabilities, mean over rows": (P - SOFT) / N,
        "perplexity": np.exp(-np.log(true).mean()) * (P - Y) / N,
        "focal loss as it is by default": FOCUS * focal * (P - Y) / N,
        "squared error of probabilities, mean over entries": 2 * squared / (N * K),
        "squared error of logits, mean over entries": 2 * (Z - Y) / (N * K),
        "logits and class numbers to a loss of probabilities: the loss": (
            -np.log((moved * Y).sum(axis=1)).mean()
        ),
        "sure and wrong, by its own softmax: the loss": np.logaddexp.reduce(SURE[0]) - SURE[0, 1],
        "sure and wrong, by its own softmax: the gradient": softmax(SURE) - [0, 1],
        "its own softmax, named logits, mean": (P - Y) / N,
        "its own softmax, named logits: 1 if it warns": np.ones(1),
        "a mask of -10,000, class probabilities: the loss": np.logaddexp.reduce([1.0, 2.0]) - 1,
        "cross-entropies in jax.nn": np.zeros(1),
        "a parabola, by large differences: 1 if it passes": np.ones(1),
        "a slope of NaN, looked for: 1 if it is refused": np.ones(1),
        "to NumPy, with a slope: 1 if it is refused": np.ones(1),
        "six messages about labels: 1 for each that is said": np.ones(6),
        "a single column of logits: the loss": np.zeros(1),
        "lbfgs stops by `tol` on the mean's slope: 1 if so": np.ones(1),
        "for 40 and 0, entry of the second class": softmax(TAIL)[:, 1:],
        "a gap of 6 in bfloat16, made single first": bfloat16(softmax(near)[:, :1] - 1),
    }


def expected() -> dict[str, Array]:
    """What each question should give, computed with NumPy alone; gradients are those in Z."""
    return {
        **of_labels(),
        **of_probabilities(),
        **left_out_and_weighted(),
        **of_a_masked_class(),
        "rounding of 1/3, single unless told": np.array([float(np.float32(1 / 3)) - 1 / 3]),
        **other_losses(),
        "logits 40 and 0, entry of the first class": softmax(TAIL)[:, :1] - 1,
        **{
            f"the gap from which p - y is 0, {name}": vanishes(bits)
            for name, bits in PRECISIONS.items()
        },
    }


def of_labels() -> dict[str, Array]:
    """The same for cross-entropy and its relatives, by what the labels are."""
    N, K = Z.shape
    P, Y = softmax(Z), np.eye(K)[CLASSES]
    smoothed = (1 - SMOOTHING) * Y + SMOOTHING / K
    return {
        "mean": (P - Y) / N,
        "sum": P - Y,
        "log-probabilities to an NLL, mean": (P - Y) / N,
        "probabilities to an NLL, mean": (P * Y).sum(axis=1, keepdims=True) * (P - Y) / N,
        "label smoothing, mean": (P - smoothed) / N,
        "KL divergence, mean over rows": (P - SHARES) / N,
        "KL divergence, mean over entries": (P - SHARES) / (N * K),
        "K sigmoids (BCE), mean over entries": (1 / (1 + np.exp(-Z)) - Y) / (N * K),
        "labels that sum to two, mean": (2 * P - 2 * Y) / N,
        "labels that sum to two, p - y in its place": (P - 2 * Y) / N,
    }


def of_probabilities() -> dict[str, Array]:
    """The same where what a loss is given is not what it is made for."""
    N, K = Z.shape
    P, Y = softmax(Z), np.eye(K)[CLASSES]
    shares = np.clip(Z / Z.sum(axis=1, keepdims=True), CLIPPED, 1 - CLIPPED)  # Keras' own.
    gap = softmax(P) - Y
    return {
        "probabilities to a loss of probabilities, mean": (P - Y) / N,
        # Each true class has been moved to 0 or 1 here, and so its logit moves nothing.
        "logits to a loss of probabilities: the loss": -np.log((shares * Y).sum(axis=1)).mean(),
        "logits to a loss of probabilities: the gradient": 0 * Z,
        "sure and wrong, by probabilities: the loss": -np.log(CLIPPED),
        "sure and wrong, by probabilities: the gradient": 0 * SURE,
        "sure and wrong, by logits: the loss": np.logaddexp.reduce(SURE[0]) - SURE[0, 1],
        "a class number of K: 1 if it is refused": np.ones(1),
        "a class number of -1: 1 if it is refused": np.ones(1),
        "a class number of K as one-hot: the row's sum": np.zeros(1),
        "a class number of -1 as one-hot: the row's sum": np.zeros(1),
        "class probabilities, mean": (P - SHARES) / N,
        "softmax applied twice, mean": P * (gap - (P * gap).sum(axis=1, keepdims=True)) / N,
        "labels from the same logits, mean": (
            -P * (np.log(P) - (P * np.log(P)).sum(axis=1, keepdims=True)) / N
        ),
        "the same, labels detached": (P - softmax(Z)) / N,
    }


def left_out_and_weighted() -> dict[str, Array]:
    """The same where examples are left out, or count by a weight."""
    N, K = Z.shape
    P, Y = softmax(Z), np.eye(K)[CLASSES]
    some = np.array([[1.0], [0.0], [1.0], [0.0]])  # The second and fourth example are left out.
    none, weight = np.zeros(N), WEIGHTS[CLASSES]
    smoothed = (1 - SMOOTHING) * Y + SMOOTHING / K

    def weighted(labels: Array) -> Array:  # The rows of V22, before they are divided.
        return (labels @ WEIGHTS)[:, None] * P - WEIGHTS * labels

    return {
        "two of four ignored, mean": some * (P - Y) / 2,
        "all ignored, mean: the loss": masked(-np.log((P * Y).sum(axis=1)), none),
        "all ignored, by at least one: the loss": np.zeros(1),
        "all ignored, mean: the gradient": none[:, None] * (P - Y) / max(none.sum(), 1),
        "class weights, class numbers": weight[:, None] * (P - Y) / weight.sum(),
        "class weights, class probabilities": weighted(SHARES) / N,
        "class weights, smoothed class numbers": weighted(smoothed) / weight.sum(),
        "class weights, smoothed class probabilities": (
            weighted((1 - SMOOTHING) * SHARES + SMOOTHING / K) / N
        ),
        "a weight for each example, mean": weight[:, None] * (P - Y) / N,
        "an axis besides, mean": (P - Y) / N,
    }


def of_a_masked_class() -> dict[str, Array]:
    """The losses where a class that is not the true one has the logit minus infinity."""
    first = np.array([1.0, 0.0, 0.0])
    with np.errstate(divide="ignore", invalid="ignore"):  # The logarithm of 0, and 0 times it.
        shared = -(first * np.log(softmax(MASKED)[0]))
    return {
        "a masked class, class number: the loss": np.array([shared[0]]),
        "a masked class, class probabilities: the loss": np.array([shared.sum()]),
    }


def refused(ask: Callable[[], Any], error: type[Exception], words: str = "") -> Array:
    """1 if a question ends in that error, with these words in it, and 0 if it has an answer."""
    try:
        ask()
    except error as fault:
        return np.array([float(words in str(fault))])
    return np.zeros(1)


Answers = Iterator[tuple[str, Array]]
"""The names of questions, and what a framework answers."""


def _torch() -> Answers:
    yield from _torch_losses()
    yield from _torch_labels()
    yield from _torch_weights()
    yield from _torch_places_and_rounding()
    yield from _torch_other_losses()
    yield from _torch_checks()


def _torch_gradient(loss: Callable[[Any], Any], logits: Array = Z, passes: int = 1) -> Array:
    """What as many backward passes of a loss leave as the gradient in the logits."""
    import torch

    z = torch.tensor(logits, requires_grad=True)
    for _ in range(passes):
        loss(z).backward()
    return z.grad.numpy()


def _torch_losses() -> Answers:
    import torch
    from torch.nn.functional import (
        binary_cross_entropy_with_logits,
        cross_entropy,
        kl_div,
        log_softmax,
        nll_loss,
    )

    gradient, classes, shares = _torch_gradient, torch.tensor(CLASSES), torch.tensor(SHARES)
    yield "mean", gradient(lambda z: cross_entropy(z, classes))
    yield "sum", gradient(lambda z: cross_entropy(z, classes, reduction="sum"))
    yield "class probabilities, mean", gradient(lambda z: cross_entropy(z, shares))
    yield (
        "log-probabilities to an NLL, mean",
        gradient(lambda z: nll_loss(log_softmax(z, dim=1), classes)),
    )
    yield "probabilities to an NLL, mean", gradient(lambda z: nll_loss(z.softmax(dim=1), classes))
    yield (
        "label smoothing, mean",
        gradient(lambda z: cross_entropy(z, classes, label_smoothing=SMOOTHING)),
    )
    yield (
        "KL divergence, mean over rows",
        gradient(lambda z: kl_div(log_softmax(z, dim=1), shares, reduction="batchmean")),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # That this mean will change one day.
        yield (
            "KL divergence, mean over entries",
            gradient(lambda z: kl_div(log_softmax(z, dim=1), shares, reduction="mean")),
        )
    one_hot = torch.eye(Z.shape[1], dtype=shares.dtype)[classes]
    yield (
        "K sigmoids (BCE), mean over entries",
        gradient(lambda z: binary_cross_entropy_with_logits(z, one_hot)),
    )
    yield "labels that sum to two, mean", gradient(lambda z: cross_entropy(z, 2 * one_hot))
    yield (
        "sure and wrong, by logits: the loss",
        cross_entropy(torch.tensor(SURE), torch.tensor([1])).numpy().reshape(1),
    )


def _torch_labels() -> Answers:
    import torch
    from torch.nn.functional import cross_entropy

    gradient, classes = _torch_gradient, torch.tensor(CLASSES)
    for name, number in (("K", Z.shape[1]), ("-1", -1)):
        beyond = torch.tensor([1, 1, number, 0])
        yield (
            f"a class number of {name}: 1 if it is refused",
            refused(
                partial(cross_entropy, torch.tensor(Z), beyond),
                IndexError,
                f"Target {number} is out of bounds",
            ),
        )
    yield (
        "softmax applied twice, mean",
        gradient(lambda z: cross_entropy(z.softmax(dim=1), classes)),
    )
    yield (
        "labels from the same logits, mean",
        gradient(lambda z: cross_entropy(z, z.softmax(dim=1))),
    )
    yield (
        "the same, labels detached",
        gradient(lambda z: cross_entropy(z, z.softmax(dim=1).detach())),
    )


def _torch_weights() -> Answers:
    import torch
    from torch.nn.functional import cross_entropy

    gradient, classes, shares = _torch_gradient, torch.tensor(CLASSES), torch.tensor(SHARES)
    none = torch.full_like(classes, IGNORED)
    some = torch.tensor([CLASSES[0], IGNORED, CLASSES[2], IGNORED])
    yield "two of four ignored, mean", gradient(lambda z: cross_entropy(z, some))
    lost = cross_entropy(torch.tensor(Z), none)
    yield "all ignored, mean: the loss", lost.numpy().reshape(1)
    yield "all ignored, mean: the gradient", gradient(lambda z: cross_entropy(z, none))
    weights = torch.tensor(WEIGHTS)
    yield (
        "class weights, class numbers",
        gradient(lambda z: cross_entropy(z, classes, weight=weights)),
    )
    yield (
        "class weights, class probabilities",
        gradient(lambda z: cross_entropy(z, shares, weight=weights)),
    )
    yield (
        "class weights, smoothed class numbers",
        gradient(lambda z: cross_entropy(z, classes, weight=weights, label_smoothing=SMOOTHING)),
    )
    yield (
        "class weights, smoothed class probabilities",
        gradient(lambda z: cross_entropy(z, shares, weight=weights, label_smoothing=SMOOTHING)),
    )


def _torch_places_and_rounding() -> Answers:
    import torch
    from torch.nn.functional import cross_entropy

    gradient, classes, first = _torch_gradient, torch.tensor(CLASSES), torch.tensor([0])
    # Two examples with two places each: the classes stand on axis 1.
    yield (
        "an axis besides, mean",
        gradient(
            lambda z: cross_entropy(z.reshape(2, 2, 3).transpose(1, 2), classes.reshape(2, 2))
        ),
    )
    masked = torch.tensor(MASKED)
    yield "a masked class, class number: the loss", cross_entropy(masked, first).numpy().reshape(1)
    shared = torch.tensor([[1.0, 0.0, 0.0]], dtype=masked.dtype)
    yield (
        "a masked class, class probabilities: the loss",
        cross_entropy(masked, shared).numpy().reshape(1),
    )
    third = torch.tensor(1 / 3)
    yield "rounding of 1/3, single unless told", np.array([float(third) - 1 / 3])
    yield (
        "logits 40 and 0, entry of the first class",
        gradient(lambda z: cross_entropy(z, first), TAIL)[:, :1],
    )

    def slope(gap: float, number: Any) -> float:
        z = torch.tensor([[gap, 0.0]], dtype=number, requires_grad=True)
        cross_entropy(z, first).backward()
        return z.grad[0, 0].item()

    types = (torch.float64, torch.float32, torch.float16, torch.bfloat16)
    for name, number in zip(PRECISIONS, types, strict=True):
        gaps = (gap for gap in range(1, 100) if slope(gap, number) == 0)
        yield f"the gap from which p - y is 0, {name}", np.array([next(gaps)], dtype=float)


def _torch_messages() -> Array:
    """1 for each message about the labels that is worded as in the table of the page."""
    import torch
    from torch.nn.functional import cross_entropy, nll_loss, one_hot

    classes, z = torch.tensor(CLASSES), torch.tensor(Z)
    text, places = torch.zeros(4, 3, 5), torch.zeros(4, 3, dtype=torch.long)
    image, pixels = torch.zeros(2, 3, 4, 4), torch.zeros(2, 1, 4, 4, dtype=torch.long)
    asked: list[tuple[Callable[[], Any], type[Exception], str]] = [
        (
            partial(cross_entropy, z, classes.float()),
            RuntimeError,
            "expected target dtype to be Long or Byte, but got Float",
        ),
        (
            partial(cross_entropy, z, one_hot(classes)),
            RuntimeError,
            "Expected floating point type for target with class probabilities, got Long",
        ),
        (
            partial(nll_loss, z.log_softmax(1), one_hot(classes)),
            RuntimeError,
            "0D or 1D target tensor expected, multi-target not supported",
        ),
        (
            partial(cross_entropy, text.flatten(0, 1), places),
            ValueError,
            "Expected input batch_size (12) to match target batch_size (4)",
        ),
        (
            partial(cross_entropy, text, places),
            RuntimeError,
            "Expected target size [4, 5], got [4, 3]",
        ),
        (
            partial(cross_entropy, image, pixels),
            RuntimeError,
            "only batches of spatial targets supported (3D tensors)",
        ),
    ]
    return np.concatenate([refused(*question) for question in asked])


def _torch_other_losses() -> Answers:
    import torch
    from torch.nn.functional import cross_entropy, mse_loss

    gradient, classes = _torch_gradient, torch.tensor(CLASSES)
    one_hot = torch.eye(Z.shape[1], dtype=torch.float64)[classes]
    yield (
        "by the class CrossEntropyLoss, mean",
        gradient(lambda z: torch.nn.CrossEntropyLoss()(z, classes)),
    )
    yield "two backward passes, mean", gradient(lambda z: cross_entropy(z, classes), passes=2)
    yield "perplexity", gradient(lambda z: cross_entropy(z, classes).exp())
    yield (
        "squared error of probabilities, mean over entries",
        gradient(lambda z: mse_loss(z.softmax(dim=1), one_hot)),
    )
    yield (
        "squared error of logits, mean over entries",
        gradient(lambda z: mse_loss(z, one_hot)),
    )
    far = torch.tensor(np.where(np.isinf(MASKED), -1e4, MASKED))
    shared = torch.tensor([[1.0, 0.0, 0.0]], dtype=far.dtype)
    yield (
        "a mask of -10,000, class probabilities: the loss",
        cross_entropy(far, shared).numpy().reshape(1),
    )


def _torch_checks() -> Answers:
    import torch
    from torch.nn.functional import cross_entropy

    gradient, first = _torch_gradient, torch.tensor([0])
    one = torch.ones(1, dtype=torch.float64, requires_grad=True)
    # A forward difference is off by its step here, a central one is exact.
    passes = torch.autograd.gradcheck(lambda x: x**2, (one,), eps=0.5, atol=1e-9, rtol=0)
    yield "a parabola, by large differences: 1 if it passes", np.array([float(passes)])

    def nan() -> None:
        zero = torch.zeros(1, requires_grad=True)
        with warnings.catch_warnings(), torch.autograd.set_detect_anomaly(True):
            warnings.simplefilter("ignore", UserWarning)  # It warns that it is slow.
            (zero * zero.sqrt()).sum().backward()

    yield "a slope of NaN, looked for: 1 if it is refused", refused(nan, RuntimeError, "nan")
    yield "to NumPy, with a slope: 1 if it is refused", refused(one.numpy, RuntimeError, "grad")
    yield "six messages about labels: 1 for each that is said", _torch_messages()
    column, zeros = torch.tensor(Z[:, :1]), torch.zeros(len(Z), dtype=torch.long)
    yield "a single column of logits: the loss", cross_entropy(column, zeros).numpy().reshape(1)
    yield (
        "for 40 and 0, entry of the second class",
        gradient(lambda z: cross_entropy(z, first), TAIL)[:, 1:],
    )
    short = torch.tensor([[SHORT, 0.0]], dtype=torch.bfloat16, requires_grad=True)
    cross_entropy(short.float(), first).backward()
    yield (
        "a gap of 6 in bfloat16, made single first",
        short.grad.double().numpy()[:, :1],
    )


def _jax() -> Answers:
    import jax
    import jax.numpy as jnp
    from jax.test_util import check_grads

    third = jnp.asarray(np.float64(1 / 3))
    yield "rounding of 1/3, single unless told", np.array([float(third) - 1 / 3])
    jax.config.update("jax_enable_x64", True)  # Otherwise JAX rounds to single precision.
    Y = np.eye(Z.shape[1])[CLASSES]
    first = np.array([[1.0, 0.0]])

    def mean(z: Any, labels: Any) -> Any:
        return -(labels * jax.nn.log_softmax(z)).sum(axis=1).mean()

    def gradient(loss: Callable[[Any], Any], logits: Array = Z) -> Array:
        return np.asarray(jax.grad(loss)(jnp.asarray(logits)))

    yield "mean", gradient(lambda z: mean(z, Y))
    yield "sum", gradient(lambda z: -(Y * jax.nn.log_softmax(z)).sum())
    yield "class probabilities, mean", gradient(lambda z: mean(z, SHARES))
    yield "labels that sum to two, mean", gradient(lambda z: mean(z, 2 * Y))
    for name, number in (("K", Z.shape[1]), ("-1", -1)):
        row = jax.nn.one_hot(number, Z.shape[1])
        yield f"a class number of {name} as one-hot: the row's sum", np.array([float(row.sum())])
    yield "softmax applied twice, mean", gradient(lambda z: mean(jax.nn.softmax(z), Y))
    yield "labels from the same logits, mean", gradient(lambda z: mean(z, jax.nn.softmax(z)))
    yield (
        "the same, labels detached",
        gradient(lambda z: mean(z, jax.lax.stop_gradient(jax.nn.softmax(z)))),
    )
    yield (
        "logits 40 and 0, entry of the first class",
        gradient(lambda z: mean(z, first), TAIL)[:, :1],
    )
    yield (
        "for 40 and 0, entry of the second class",
        gradient(lambda z: mean(z, first), TAIL)[:, 1:],
    )
    entropies = [name for name in dir(jax.nn) if "entropy" in name]
    yield "cross-entropies in jax.nn", np.array([float(len(entropies))])
    # A forward difference is off by its step here, a central one is exact.
    check = partial(check_grads, lambda x: x**2, (jnp.ones(1),), order=1, eps=0.5, rtol=0)
    wrong = refused(partial(check, atol=1e-9), AssertionError)
    yield "a parabola, by large differences: 1 if it passes", 1 - wrong

    def nan() -> None:
        with jax.debug_nans(True):
            jax.grad(lambda x: x * jnp.sqrt(x))(0.0)

    yield "a slope of NaN, looked for: 1 if it is refused", refused(nan, FloatingPointError)


def _sklearn() -> Answers:
    from sklearn.metrics import log_loss

    h = 1e-5
    moves = h * np.eye(Z.size).reshape(Z.size, *Z.shape)
    labels = list(range(Z.shape[1]))
    for name, mean in (("mean", True), ("sum", False)):
        up, down = (
            np.array(
                [
                    log_loss(CLASSES, softmax(Z + s * d), normalize=mean, labels=labels)
                    for d in moves
                ]
            )
            for s in (1, -1)
        )
        yield name, ((up - down) / (2 * h)).reshape(Z.shape)
    yield "lbfgs stops by `tol` on the mean's slope: 1 if so", _last_slope()


def _last_slope() -> Array:
    """1 if `tol` bounds the slopes of the mean where `lbfgs` ends, and not those of the sum."""
    from sklearn.datasets import load_digits
    from sklearn.linear_model import LogisticRegression

    images, digits = load_digits(return_X_y=True)
    X, N = images[:400] / 16, 400
    model = LogisticRegression(C=INVERSE, tol=STOP, max_iter=1000).fit(X, digits[:N])
    gap = model.predict_proba(X) - np.eye(10)[digits[:N]]
    in_weights = gap.T @ X / N + model.coef_ / (INVERSE * N)
    largest = max(abs(in_weights).max(), abs(gap.mean(axis=0)).max())
    return np.array([float(largest <= STOP < INVERSE * N * largest)])


def _keras() -> Answers:
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # It talks of the processor otherwise.
    import keras
    import tensorflow as tf

    # Of a double, before anything else is said; the loss is 1/3, rounded.
    third = keras.losses.MeanAbsoluteError()(np.zeros(1), tf.constant([1 / 3], tf.float64))
    yield "rounding of 1/3, single unless told", np.array([float(third) - 1 / 3])
    keras.config.set_floatx("float64")  # Otherwise Keras rounds to single precision.
    yield from _keras_losses()
    yield from _keras_labels()
    yield from _keras_places()
    yield from _keras_other_losses()
    yield from _keras_own_softmax()


def _keras_ask(loss: Callable[[Any], Any], logits: Array = Z) -> tuple[Array, Array]:
    """A loss, and its gradient in the logits."""
    import tensorflow as tf

    z = tf.constant(logits)
    with tf.GradientTape() as tape:
        tape.watch(z)
        value = loss(z)
    return value.numpy().reshape(1), tape.gradient(value, z).numpy()


def _keras_gradient(loss: Callable[[Any], Any], logits: Array = Z) -> Array:
    return _keras_ask(loss, logits)[1]


def _keras_losses() -> Answers:
    import keras
    import tensorflow as tf

    ask, gradient, Y = _keras_ask, _keras_gradient, np.eye(Z.shape[1])[CLASSES]
    shared = keras.losses.CategoricalCrossentropy
    of_logits = shared(from_logits=True)
    yield "mean", gradient(lambda z: of_logits(Y, z))
    yield "sum", gradient(lambda z: shared(from_logits=True, reduction="sum")(Y, z))
    yield "class probabilities, mean", gradient(lambda z: of_logits(SHARES, z))
    yield (
        "label smoothing, mean",
        gradient(lambda z: shared(from_logits=True, label_smoothing=SMOOTHING)(Y, z)),
    )
    sigmoids = keras.losses.BinaryCrossentropy(from_logits=True)
    yield "K sigmoids (BCE), mean over entries", gradient(lambda z: sigmoids(Y, z))
    yield "labels that sum to two, p - y in its place", gradient(lambda z: of_logits(2 * Y, z))
    yield (
        "probabilities to a loss of probabilities, mean",
        gradient(lambda z: shared()(Y, tf.nn.softmax(z))),
    )
    loss, slope = ask(lambda z: shared()(Y, z))
    yield "logits to a loss of probabilities: the loss", loss
    yield "logits to a loss of probabilities: the gradient", slope
    second = np.array([[0.0, 1.0]])
    loss, slope = ask(lambda z: shared()(second, tf.nn.softmax(z)), SURE)
    yield "sure and wrong, by probabilities: the loss", loss
    yield "sure and wrong, by probabilities: the gradient", slope
    yield "sure and wrong, by logits: the loss", ask(lambda z: of_logits(second, z), SURE)[0]


def _keras_labels() -> Answers:
    import keras
    import tensorflow as tf

    gradient, Y = _keras_gradient, np.eye(Z.shape[1])[CLASSES]
    numbers = keras.losses.SparseCategoricalCrossentropy
    of_logits = keras.losses.CategoricalCrossentropy(from_logits=True)
    for name, number in (("K", Z.shape[1]), ("-1", -1)):
        beyond, error = np.array([1, 1, number, 0]), tf.errors.InvalidArgumentError
        yield (
            f"a class number of {name}: 1 if it is refused",
            refused(partial(numbers(from_logits=True), beyond, tf.constant(Z)), error),
        )
        row = keras.ops.one_hot(number, Z.shape[1])
        yield f"a class number of {name} as one-hot: the row's sum", row.numpy().sum().reshape(1)
    yield (
        "softmax applied twice, mean",
        gradient(lambda z: of_logits(Y, tf.nn.softmax(z))),
    )
    yield (
        "the same, labels detached",
        gradient(lambda z: of_logits(tf.stop_gradient(tf.nn.softmax(z)), z)),
    )
    without = numbers(from_logits=True, ignore_class=IGNORED)
    some = np.array([CLASSES[0], IGNORED, CLASSES[2], IGNORED])
    yield "two of four ignored, mean", gradient(lambda z: without(some, z))
    loss, slope = _keras_ask(lambda z: without(np.full_like(CLASSES, IGNORED), z))
    yield "all ignored, by at least one: the loss", loss
    yield "all ignored, mean: the gradient", slope
    yield (
        "a weight for each example, mean",
        gradient(lambda z: of_logits(Y, z, sample_weight=WEIGHTS[CLASSES])),
    )


def _keras_places() -> Answers:
    import keras
    import tensorflow as tf

    gradient, numbers = _keras_gradient, keras.losses.SparseCategoricalCrossentropy
    of_logits = keras.losses.CategoricalCrossentropy(from_logits=True)
    masked, first = tf.constant(MASKED), np.array([[1.0, 0.0, 0.0]])
    yield (
        "a masked class, class number: the loss",
        numbers(from_logits=True)(np.array([0]), masked).numpy().reshape(1),
    )
    yield (
        "a masked class, class probabilities: the loss",
        of_logits(first, masked).numpy().reshape(1),
    )
    yield (
        "logits 40 and 0, entry of the first class",
        gradient(lambda z: of_logits(np.array([[1.0, 0.0]]), z), TAIL)[:, :1],
    )
    yield (
        "for 40 and 0, entry of the second class",
        gradient(lambda z: of_logits(np.array([[1.0, 0.0]]), z), TAIL)[:, 1:],
    )


def _keras_other_losses() -> Answers:
    import keras
    import tensorflow as tf

    ask, losses, Y = _keras_ask, keras.losses, np.eye(Z.shape[1])[CLASSES]
    yield (
        "asked for by the word mean",
        ask(lambda z: losses.CategoricalCrossentropy(from_logits=True, reduction="mean")(Y, z))[1],
    )
    by_weights = losses.CategoricalCrossentropy(
        from_logits=True, reduction="mean_with_sample_weight"
    )
    yield (
        "a weight for each example, by their sum",
        ask(lambda z: by_weights(Y, z, sample_weight=WEIGHTS[CLASSES]))[1],
    )
    yield (
        "KL divergence of probabilities, mean over rows",
        ask(lambda z: losses.KLDivergence()(SOFT, tf.nn.softmax(z)))[1],
    )
    of_logits = losses.CategoricalCrossentropy(from_logits=True)
    yield "perplexity", ask(lambda z: tf.exp(of_logits(Y, z)))[1]
    focal = losses.CategoricalFocalCrossentropy(from_logits=True)
    yield "focal loss as it is by default", ask(lambda z: focal(Y, z))[1]
    squared = losses.MeanSquaredError()
    yield (
        "squared error of probabilities, mean over entries",
        ask(lambda z: squared(Y, tf.nn.softmax(z)))[1],
    )
    yield "squared error of logits, mean over entries", ask(lambda z: squared(Y, z))[1]
    by_number = losses.SparseCategoricalCrossentropy()
    yield (
        "logits and class numbers to a loss of probabilities: the loss",
        ask(lambda z: by_number(CLASSES, z))[0],
    )


def _keras_own_softmax() -> Answers:
    import keras

    ask, own, Y = _keras_ask, keras.activations.softmax, np.eye(Z.shape[1])[CLASSES]
    of_logits = keras.losses.CategoricalCrossentropy(from_logits=True)
    of_shares, second = keras.losses.CategoricalCrossentropy(), np.array([[0.0, 1.0]])
    loss, slope = ask(lambda z: of_shares(second, own(z)), SURE)
    yield "sure and wrong, by its own softmax: the loss", loss
    yield "sure and wrong, by its own softmax: the gradient", slope
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        slope = ask(lambda z: of_logits(Y, own(z)))[1]
    said = any("does not represent logits" in str(one.message) for one in told)
    yield "its own softmax, named logits, mean", slope
    yield "its own softmax, named logits: 1 if it warns", np.array([float(said)])
    far, first = np.where(np.isinf(MASKED), -1e4, MASKED), np.array([[1.0, 0.0, 0.0]])
    yield (
        "a mask of -10,000, class probabilities: the loss",
        ask(lambda z: of_logits(first, z), far)[0],
    )


FRAMEWORKS: dict[str, Callable[[], Answers]] = {
    "PyTorch": _torch,
    "JAX": _jax,
    "scikit-learn": _sklearn,
    "Keras": _keras,
}
PACKAGES = ("torch", "jax", "jaxlib", "scikit-learn", "keras", "tensorflow-cpu", "numpy")
OF_KERAS = {"keras", "tensorflow-cpu"}


def has_keras() -> bool:
    """Whether there is a TensorFlow 2.21 for this Python: not for 3.14, and not for macOS."""
    return sys.version_info < (3, 14) and sys.platform != "darwin"


def _plain(values: Array) -> list[float | None]:
    return [None if math.isnan(x) else float(x) for x in np.ravel(values)]


def difference(one: list[float | None], other: list[float | None]) -> float | None:
    """The largest difference between two lists; None where only one of them has a number."""
    pairs = list(zip(one, other, strict=True))
    if any((a is None) != (b is None) for a, b in pairs):
        return None
    return max((abs(a - b) for a, b in pairs if a is not None and b is not None), default=0.0)


def tolerance(name: str, framework: str) -> float:
    """How far from each other two answers to a question may be."""
    if "40 and 0" in name:
        return EXACT
    return MEASURED if framework == "scikit-learn" else CLOSE


def faults(record: dict[str, Any]) -> list[str]:
    """What in a record is not as NumPy says now: a fault a line."""
    due, found = expected(), []
    for case in record["cases"]:
        name, framework = case["name"], case["framework"]
        want = _plain(due[name])
        gap = difference(case["expected"], want)
        if gap is None or gap > tolerance(name, "NumPy"):
            found.append(
                f"{name}, {framework}: the record expects another number than NumPy computes"
            )
        gap = difference(case["got"], want)
        if gap is None or gap > tolerance(name, framework):
            found.append(f"{name}, {framework}: {case['got']} is not {want}")
        if difference(case["expected"], case["got"]) != case["difference"]:
            found.append(f"{name}, {framework}: the difference is not {case['difference']}")
    return found


def disagreements(record: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Where a record and a fresh run differ: in the versions, in what was asked, or in a number.

    The build of a version, as in `2.13.0+cpu`, may differ; the dates and Pythons may, too. A run
    that could not ask Keras has none of its versions, and is compared in the rest.
    """
    if not OF_KERAS & fresh["versions"].keys():
        cases = [case for case in record["cases"] if case["framework"] != "Keras"]
        versions = {name: it for name, it in record["versions"].items() if name not in OF_KERAS}
        record = {**record, "versions": versions, "cases": cases}
    found = [
        f"{name} {record['versions'][name]} was recorded, {fresh['versions'][name]} is here"
        for name in record["versions"]
        if record["versions"][name].split("+")[0] != fresh["versions"][name].split("+")[0]
    ]
    one, other = (
        {(case["name"], case["framework"]): case["got"] for case in run["cases"]}
        for run in (record, fresh)
    )
    found += [
        f"{', '.join(key)}: asked in one of the two only" for key in one.keys() ^ other.keys()
    ]
    for key in one.keys() & other.keys():
        gap = difference(one[key], other[key])
        if gap is None or gap > tolerance(*key):
            found.append(f"{', '.join(key)}: {one[key]} was recorded, {other[key]} is returned")
    return found


def run() -> dict[str, Any]:
    """Ask every framework now.

    Returns:
        What the record holds: `date`, `python`, `versions`, and `cases`, a list of `Case` as
        dictionaries.
    """
    due = expected()
    cases = []
    packages = [name for name in PACKAGES if has_keras() or name not in OF_KERAS]
    for framework, ask in FRAMEWORKS.items():
        if framework == "Keras" and not has_keras():
            continue
        for name, values in ask():
            want, got = _plain(due[name]), _plain(values)
            cases.append(asdict(Case(name, framework, want, got, difference(want, got))))
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
        "cases": cases,
    }


def table(record: dict[str, Any]) -> str:
    """The record as Markdown, for the page: a row a question, a column a framework."""
    versions, cases = record["versions"], record["cases"]
    got = {(case["name"], case["framework"]): case for case in cases}
    lines = [
        f"Recorded on {record['date']} in double precision, with PyTorch {versions['torch']}, "
        f"JAX {versions['jax']}, scikit-learn {versions['scikit-learn']}, "
        f"Keras {versions['keras']} on TensorFlow {versions['tensorflow-cpu']} and "
        f"NumPy {versions['numpy']}:",
        "",
        f"| The entry largest in size, for | NumPy | {' | '.join(FRAMEWORKS)} |",
        f"| --- {'| ---: ' * (len(FRAMEWORKS) + 1)}|",
    ]
    for name in expected():
        answers = [got.get((name, framework)) for framework in FRAMEWORKS]
        want = next(answer["expected"] for answer in answers if answer)
        cells = [_largest(answer["got"]) if answer else "–" for answer in answers]
        lines.append(f"| {' | '.join([name, _largest(want), *cells])} |")
    return "\n".join(lines) + "\n"


def _largest(values: list[float | None]) -> str:
    if None in values:
        return "NaN"
    largest = max((x for x in values if x is not None), key=abs)
    if largest.is_integer():
        return f"{largest:.0f}"
    return f"{largest:.4f}" if abs(largest) > 1e-3 else f"{largest:.0e}"


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--record"]):
        print("usage: python -m tests.frameworks [--record]", file=sys.stderr)
        return 2
    if arguments and not has_keras():
        print("Keras is recorded with Python 3.11 to 3.13, on Linux or Windows", file=sys.stderr)
        return 2
    record = run()
    text = json.dumps(record, indent=1, allow_nan=False) + "\n"
    if arguments:
        RECORD.write_text(text, encoding="utf-8")
        TABLE.write_text(table(record), encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
