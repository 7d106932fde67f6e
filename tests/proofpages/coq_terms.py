"""Reads a statement of the Coq file as the tree that proofpages.equations has for its TeX.

Only the words of the derivation are known; anything else is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from proofpages.equations.tex.printer import show
from proofpages.equations.tree import (
    Fold,
    Negative,
    Number,
    Over,
    Partial,
    Plus,
    Power,
    Symbol,
    Times,
    Tree,
    transform,
)
from tests.proofpages.equations.trees import Exp, Log, Sum

TOKEN = re.compile(r"\s*(:=|=>|<->|->|<>|<=|[A-Za-z_][\w']*(?:\.\w+)*|\d+|[-+*/^()=<>:,%])")
HYPOTHESIS = re.compile(
    r"\((?P<range>\w+ <=? \w+)\)%nat|(?P<left>.+?) (?P<sign><>|=) (?P<right>.+)"
)


@dataclass(frozen=True)
class Read:
    """A statement: its left and right side, and what it assumes besides ranges of indices."""

    left: Tree
    right: Tree
    needs: tuple[str, ...]


def read_statement(text: str) -> Read:
    """Read `Theorem name : forall …, hypotheses -> partial F z j value.`"""
    match = re.fullmatch(r"Theorem \w+ :\s*forall (.*?),\s(.*)\.", text, re.DOTALL)
    assert match, text
    *hypotheses, conclusion = re.split(r"->", " ".join(match[2].split()))
    terms = Terms(conclusion)
    return Read(*terms.derivative(), needs=tuple(filter(None, map(_hypothesis, hypotheses))))


def _hypothesis(text: str) -> str:
    match = HYPOTHESIS.fullmatch(text.strip())
    assert match, text
    if match["range"]:
        return ""
    if match["sign"] == "<>":
        return rf"{match['left']} \neq {match['right']}"
    known = {"sumK K y": r"\sum_{i=1}^K y_i", "sum_f_R0 y n": r"\sum_{i=1}^K y_i"}
    return f"{known[match['left']]} = {match['right']}"


class Terms:
    """The terms of one statement, read from left to right; powers bind first, then signs."""

    def __init__(self, text: str) -> None:
        self.tokens = TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s", "", text), text
        self.at = 0

    def see(self, *tokens: str) -> bool:
        return self.tokens[self.at : self.at + 1] != [] and self.tokens[self.at] in tokens

    def take(self, *expected: str) -> str:
        token = self.tokens[self.at]
        assert not expected or token in expected, f"{token} in {' '.join(self.tokens)}"
        self.at += 1
        return token

    def skip(self, text: str) -> None:
        for token in TOKEN.findall(text):
            self.take(token)

    def derivative(self) -> tuple[Tree, Tree]:
        if self.see("let"):
            self.skip("let p := softmax K z in")
        if self.see("derivable_pt_lim"):
            return self._by_the_library()
        self.skip("partial (")
        if self.see("loss"):
            self.skip("loss K y)")
            body: Tree = Symbol("L")
        else:
            self.skip("fun x => softmax K x")
            body = Symbol("p", (self.take(),))
            self.take(")")
        by = Symbol(self.take("z"), (self.take(),))
        return Partial(body, (by,)), self._end(self.atom())

    def _by_the_library(self) -> tuple[Tree, Tree]:
        """The headline: the loss itself stands where the others name it."""
        self.skip("derivable_pt_lim (fun t => let x := fun k =>")
        self.skip("if Nat.eqb k j then t else z k in")
        body = self.sum()
        self.skip(") (z j)")
        return Partial(body, (Symbol("z", ("j",)),)), self._end(self.atom())

    def _end(self, value: Tree) -> Tree:
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return value

    def sum(self) -> Tree:
        terms = [self.product()]
        while self.see("+", "-"):
            sign = self.take()
            terms.append(self.product() if sign == "+" else Negative(self.product()))
        return terms[0] if len(terms) == 1 else Plus(tuple(terms))

    def product(self) -> Tree:
        value = self.signed()
        while self.see("*", "/"):
            sign, other = self.take(), self.signed()
            value = Times((value, other)) if sign == "*" else Over(value, other)
        return value

    def signed(self) -> Tree:
        if self.see("-"):
            self.take()
            return Negative(self.signed())
        value = self.atom()
        if self.see("^"):
            self.take()
            return Power(value, int(self.take()))
        return value

    def atom(self) -> Tree:
        token = self.take()
        if token == "(":
            value = self.sum()
            self.take(")")
            return value
        if token.isdigit():
            return Number(Fraction(token))
        if token in ("exp", "ln"):
            return (Exp if token == "exp" else Log)(self.atom())
        if token == "softmax":
            self.skip("K z")
            return Symbol("p", (self.take(),))
        if token == "partition_sum":
            self.skip("K z")
            return Sum("k", None, (), Exp(Symbol("z", ("k",))))
        if token in ("sumK", "sum_except", "sum_f_R0"):
            return self._sum(token)
        assert token in ("p", "x", "y", "z"), token
        return Symbol("z" if token == "x" else token, (self.take(),))

    def _sum(self, word: str) -> Tree:
        excluded: tuple[str, ...] = ()
        if word != "sum_f_R0":
            self.take("K")
        if word == "sum_except":
            excluded = (self.take(),)
        if self.see("y"):
            self.take()
            index, body = "i", Symbol("y", ("i",))
        else:
            self.skip("(fun")
            index = self.take()
            self.take("=>")
            body = self.sum()
            self.take(")")
        if word == "sum_f_R0":
            self.take("n")
        return Sum(index, None, excluded, body)


def normal(tree: Tree) -> Tree:
    """The same expression with one way to write signs, limits of sums, and what commutes."""
    return transform(tree, _normal)


def _normal(tree: Tree) -> Tree:
    match tree:
        case Negative(body=Negative(body=body)):
            return body
        case Fold(body=Negative(body=body)):
            return Negative(Sum(tree.index, None, tree.excluded, body))
        case Fold():
            return Sum(tree.index, None, tree.excluded, tree.body)
        case Over(top=Negative(body=top)):
            return Negative(Over(top, tree.bottom))
        case Plus(terms=terms):
            flat = [t for term in terms for t in (term.terms if isinstance(term, Plus) else [term])]
            return Plus(tuple(sorted(flat, key=show)))
        case Times(factors=factors):
            signs = sum(isinstance(factor, Negative) for factor in factors)
            bare = [factor.body if isinstance(factor, Negative) else factor for factor in factors]
            flat = [f for b in bare for f in (b.factors if isinstance(b, Times) else [b])]
            product = Times(tuple(sorted(flat, key=show)))
            return Negative(product) if signs % 2 else product
    return tree
