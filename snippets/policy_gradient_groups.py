"""Confirm that groups of draws give the slope of the expected reward, times 1 - 1/G."""

from fractions import Fraction
from itertools import product
from math import prod

K, G = 3, 3  # tokens, draws in a group
w, r = [1, 2, 3], [4, 0, 1]  # the exponentials of z, the rewards
p = [Fraction(x, sum(w)) for x in w]
tokens = range(K)
V = sum(p[i] * r[i] for i in tokens)  # the expected reward
slope = [p[j] * (r[j] - V) for j in tokens]
mean = [0] * K
for group in product(tokens, repeat=G):  # all of them, each with its probability
    chance, baseline = prod(p[i] for i in group), Fraction(sum(r[i] for i in group), G)
    for j in tokens:
        steps = [(r[i] - baseline) * ((i == j) - p[j]) for i in group]
        mean[j] += chance * sum(steps) / G
assert mean == [(1 - Fraction(1, G)) * s for s in slope]  # fractions are exact
print("slope of the reward:", *slope)
print(f"mean over {K**G} groups:", *mean)
