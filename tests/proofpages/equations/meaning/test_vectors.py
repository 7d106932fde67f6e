"""proofpages.equations.meaning.vectors: a vector or matrix stands for its general entry."""

from __future__ import annotations

import pytest

from proofpages.equations.tex.printer import show

from .resolving import resolve


@pytest.mark.parametrize(
    ("vector", "general"),
    [
        (r"z^\top y", r"\sum_{i = 1}^{K} z_{i} \cdot y_{i}"),
        (r"W x", r"\sum_{j = 1}^{N} W_{i,j} \cdot x_{j}"),
        (r"W^\top z", r"\sum_{j = 1}^{K} W_{j,i} \cdot z_{j}"),
        (r"z x^\top", r"z_{i} \cdot x_{j}"),
        (r"\mathrm{diag}(z) - z z^\top", r"\delta_{i,j} \cdot z_{i} - z_{i} \cdot z_{j}"),
        (r"\frac{z}{a}", r"\frac{z_{i}}{a}"),
        (r"\|z\|^2", r"\sum_{i = 1}^{K} z_{i}^{2}"),
        (r"\|W\|_F^2", r"\sum_{i = 1}^{K} \sum_{j = 1}^{N} W_{i,j}^{2}"),
        (r"\|z\|", r"\sqrt{\sum_{i = 1}^{K} z_{i}^{2}}"),
        (r"z^T y", r"\sum_{i = 1}^{K} z_{i} \cdot y_{i}"),
        (r"\mathbf{z} - \mathbf{y}", "z_{i} - y_{i}"),
    ],
)
def test_vectors_and_matrices_are_their_general_entries(vector, general):
    assert show(resolve(vector).sides[0]) == general


def test_products_of_matrices_associate_from_the_left():
    tree = resolve(r"x^\top W^\top z").sides[0]
    inner = r"(\sum_{j = 1}^{N} x_{j} \cdot W_{i,j})"
    assert show(tree) == rf"\sum_{{i = 1}}^{{K}} {inner} \cdot z_{{i}}"


def test_a_gradient_is_its_general_component():
    found = resolve(r"\nabla_z (\sum_k z_k y_k)", "y")
    assert found.components == ("i",)
    assert show(found.sides[0]) == (
        r"\frac{\partial (\sum_{k = 1}^{K} z_{k} \cdot y_{k})}{\partial z_{i}}"
    )


def test_the_general_component_has_a_letter_of_its_own():
    found = resolve(r"z_i y_j \cdot z", r"z_i (\sum_k z_k) z")
    assert found.components == ("l",)
