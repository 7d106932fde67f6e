"""Names of a page, and sides that are resolved among them."""

from __future__ import annotations

from proofpages.equations.meaning.names import Definition, Names, Variable
from proofpages.equations.meaning.resolve import Resolver
from proofpages.equations.tex.statements import read_expression


def known():
    names = Names(sizes=["K", "N"])
    for name, sizes in {"z": "K", "y": "K", "x": "N", "W": "KN", "a": "", "b": ""}.items():
        names.variables[name] = Variable(name, tuple(sizes))
    s = read_expression(r"\sum_{n=1}^N W_{jn} x_n")
    names.definitions["s"] = Definition("s", ("j",), ("K",), s)
    u = read_expression(r"\exp(z_i)")
    names.definitions["u"] = Definition("u", (), (), u, (("i", "K"),))
    return names


def resolve(*sides, conditions=()):
    return Resolver(known(), conditions).resolve([read_expression(side) for side in sides])
