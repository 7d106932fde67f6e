"""The derivation's own equations, E1–E18 and I1–I9, as a page would show them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from proofpages.equations import Formula

from . import oracle

ONE = (r"i = j",)
TWO = (r"i \neq j",)


@dataclass(frozen=True)
class Line:
    """A formula of the spine, and what it is expected to need."""

    formula: Formula
    kind: str = "claim"
    needs: tuple[str, ...] = ()


def _line(label, tex, kind="claim", needs=(), display=True, directive=None, conditions=()):
    return Line(Formula(tex, display, label, 0, directive, conditions), kind, needs)


SPINE = [
    _line("", r"z, y \in \mathbb{R}^K", "declaration", display=False),
    _line("E2", r"p_j := \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}} \tag{E2}", "definition"),
    _line("E1", r"L := -\sum_{i=1}^K y_i \log(p_i) \tag{E1}", "definition"),
    _line(
        "E3",
        r"\frac{\partial L}{\partial z_j} = \sum_{i=1}^K \frac{\partial L}{\partial p_i}"
        r" \frac{\partial p_i}{\partial z_j}",
    ),
    _line("I1", r"\frac{\partial L}{\partial p_i} = -\frac{y_i}{p_i}", display=False),
    _line("E4", r"p_j = \frac{\exp(z_j)}{\sum_k \exp(z_k)}"),
    _line("I2", r"u := \exp(z_i)", "definition", display=False, conditions=ONE),
    _line("I3", r"v := \sum_k \exp(z_k)", "definition", display=False, conditions=ONE),
    _line(
        "E5",
        r"\frac{\partial p_i}{\partial z_i} = \frac{v \cdot \frac{\partial u}{\partial z_i}"
        r" - u \cdot \frac{\partial v}{\partial z_i}}{v^2}",
        conditions=ONE,
    ),
    _line("I4", r"\frac{\partial u}{\partial z_i} = \exp(z_i)", display=False, conditions=ONE),
    _line("I5", r"\frac{\partial v}{\partial z_i} = \exp(z_i)", display=False, conditions=ONE),
    _line(
        "E6",
        r"\frac{\partial p_i}{\partial z_i} = \frac{\sum_k \exp(z_k) \cdot \exp(z_i) -"
        r" \exp(z_i) \cdot \exp(z_i)}{(\sum_k \exp(z_k))^2}",
        conditions=ONE,
    ),
    _line(
        "E7",
        r"\frac{\partial p_i}{\partial z_i} = \frac{\exp(z_i)}{\sum_k \exp(z_k)} \cdot"
        r" \left(1 - \frac{\exp(z_i)}{\sum_k \exp(z_k)}\right)",
        conditions=ONE,
    ),
    _line("E8", r"\frac{\partial p_i}{\partial z_i} = p_i \cdot (1 - p_i)", conditions=ONE),
    _line("I2", r"u := \exp(z_i)", "definition", display=False, conditions=TWO),
    _line("I3", r"v := \sum_k \exp(z_k)", "definition", display=False, conditions=TWO),
    _line(
        "E9",
        r"\frac{\partial p_i}{\partial z_j} = \frac{v \cdot \frac{\partial u}{\partial z_j}"
        r" - u \cdot \frac{\partial v}{\partial z_j}}{v^2}",
        conditions=TWO,
    ),
    _line("I6", r"\frac{\partial u}{\partial z_j} = 0", display=False, conditions=TWO, needs=TWO),
    _line("I7", r"\frac{\partial v}{\partial z_j} = \exp(z_j)", display=False, conditions=TWO),
    _line(
        "E10",
        r"\frac{\partial p_i}{\partial z_j} = \frac{0 - \exp(z_i) \cdot \exp(z_j)}"
        r"{(\sum_k \exp(z_k))^2}",
        conditions=TWO,
        needs=TWO,
    ),
    _line(
        "E11",
        r"\frac{\partial p_i}{\partial z_j} = -\frac{\exp(z_i)}{\sum_k \exp(z_k)} \cdot"
        r" \frac{\exp(z_j)}{\sum_k \exp(z_k)}",
        conditions=TWO,
        needs=TWO,
    ),
    _line(
        "E12",
        r"\frac{\partial p_i}{\partial z_j} = -p_i \cdot p_j \tag{E12}",
        conditions=TWO,
        needs=TWO,
    ),
    _line(
        "E13",
        r"\frac{\partial L}{\partial z_j} = -\frac{y_j}{p_j} p_j(1 - p_j) -"
        r" \sum_{i \neq j} \frac{y_i}{p_i} (-p_i p_j)",
    ),
    _line("E14", r"= -y_j(1 - p_j) + \sum_{i \neq j} y_i p_j"),
    _line("E15", r"= -y_j + y_j p_j + \sum_{i \neq j} y_i p_j"),
    _line("E16", r"= -y_j + \sum_{i=1}^K y_i p_j"),
    _line("E17", r"= -y_j + p_j \sum_{i=1}^K y_i"),
    _line("I8", r"\sum_{i=1}^K y_i = 1", "assumption", display=False, directive="assume"),
    _line("E18", r"\frac{\partial L}{\partial z_j} = p_j - y_j", needs=(r"\sum_{i=1}^K y_i = 1",)),
    _line("I9", r"\nabla_z L = p - y", display=False, needs=(r"\sum_{i=1}^K y_i = 1",)),
]


def setting_of(line: Line) -> oracle.Setting:
    """What the oracle is told about a line: whether the labels sum to one."""
    below_assumption = line.formula.label in ("E18", "I9")
    return replace(oracle.SPINE, hypotheses=(oracle.NORMALISED,) if below_assumption else ())
