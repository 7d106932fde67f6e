"""proofpages.equations.tree: each node knows its parts, its indices and what it binds."""

from __future__ import annotations

import pickle
from dataclasses import fields, is_dataclass
from typing import get_args

import pytest
from hypothesis import given, settings

from proofpages.equations import tree as trees
from proofpages.equations.tex.statements import read_expression
from proofpages.equations.tree import (
    Fold,
    Number,
    Plus,
    Symbol,
    Tree,
    bound_indices,
    free_indices,
    in_scope,
    inside,
    nodes,
    remembered,
    stands_in,
    symbol_names,
    transform,
)

from .trees import written

KINDS = get_args(Tree)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_names_fields_that_it_has(kind):
    own = {field.name for field in fields(kind)}
    assert {*kind.PARTS, *kind.INDICES, *kind.BY} <= own
    assert is_dataclass(kind)
    assert {name for name in ("body", "left", "base", "top", "terms") if name in own} <= {
        *kind.PARTS,
        *kind.INDICES,
    }


def test_every_kind_of_node_is_in_the_union():
    defined = {c for c in vars(trees).values() if isinstance(c, type) and trees.Node in c.__bases__}
    assert defined == set(KINDS)


@given(written)
@settings(max_examples=50)
def test_taking_apart_and_putting_together_changes_nothing(tree):
    assert tree.with_parts(tree.parts) == tree
    assert tree.renamed(lambda index: index) == tree
    assert transform(tree, lambda node: node) == tree
    assert set(free_indices(tree)) | set(bound_indices(tree)) >= {
        index for node in nodes(tree) for index in node.own_indices
    }


@pytest.mark.parametrize(
    ("tex", "free", "bound"),
    [
        (r"\sum_k z_k y_j", ["j"], ["k"]),
        (r"z_k + \sum_k z_k", ["k"], ["k"]),
        (r"\sum_{k \neq i} z_k", ["i"], ["k"]),
        (r"\frac{\partial p_i}{\partial z_j}", ["j", "i"], []),
        (r"\delta_{ij} \mathbf{1}[k = 1]", ["i", "j", "k", "1"], []),
        (r"\mathrm{softmax}(z)_j", ["j"], []),
        (r"\begin{cases} z_k & i = j \\ 1 & \text{otherwise } \end{cases}", ["i", "j", "k"], []),
        ("y^{(n)}_k", ["n", "k"], []),
    ],
)
def test_which_indices_are_free(tex, free, bound):
    tree = read_expression(tex)
    assert list(free_indices(tree)) == free
    assert list(bound_indices(tree)) == bound


def test_offsets_are_those_of_the_first_use():
    tree = read_expression("a + z_i y_i")
    assert free_indices(tree) == {"i": 4}
    assert symbol_names(tree) == {"a": 0, "z": 4, "y": 8}


def test_what_is_bound_around_each_node():
    tree = read_expression(r"z_j \sum_k z_k")
    around = {node.indices: bound for node, bound in in_scope(tree) if isinstance(node, Symbol)}
    assert around == {("j",): frozenset(), ("k",): frozenset("k")}
    (fold,) = (node for node in nodes(tree) if isinstance(node, Fold))
    assert (fold.binds, fold.range) == ("k", None)


def test_nodes_come_parents_first_and_left_to_right():
    tree = read_expression(r"a + b \cdot c")
    assert [type(node).__name__ for node in nodes(tree)] == [
        *("Plus", "Symbol", "Times", "Symbol", "Symbol")
    ]


def test_symbols_differentiated_by_are_nodes_and_no_parts():
    tree = read_expression(r"\frac{\partial L}{\partial z_j}")
    assert Symbol("z", ("j",)) in list(nodes(tree))
    assert tree.parts == (Symbol("L"),)
    assert tree.renamed(lambda _: "m").by_symbols == (Symbol("z", ("m",)),)


def test_a_question_is_answered_once_for_each_node():
    asked = []
    count = remembered(lambda tree: asked.append(tree) or len(asked))
    tree, same = read_expression("a + 1"), read_expression("a + 1")
    assert (count(tree), count(tree), count(same)) == (1, 1, 2)
    assert tree == same
    assert hash(tree) == hash(same)
    assert count(pickle.loads(pickle.dumps(tree))) == 3


def test_a_node_over_the_same_parts_is_the_same_node():
    tree = read_expression("a + 1")
    first, second = tree.parts
    assert tree.with_parts((first, second)) is tree
    assert tree.with_parts((second, first)).parts == (second, first)


def test_free_indices_come_as_they_are_written_with_their_first_place():
    tree = read_expression(r"z_j \sum_{k \neq i} z_k z_j + z_i")
    assert list(free_indices(tree)) == ["j", "i"]
    assert free_indices(tree)["j"] == tree.parts[0].parts[0].at


def test_a_label_has_a_letter_inside():
    assert (inside("y_i"), inside("i"), inside("i'")) == ("i", "", "")
    tree = read_expression("p_{y_i}")
    assert stands_in("i", tree)
    assert stands_in("y_i", tree)
    assert not stands_in("y", tree)


def test_trees_are_equal_wherever_they_stood():
    assert read_expression("a + 1") == Plus((Symbol("a", at=9), Number(1, at=3)))
