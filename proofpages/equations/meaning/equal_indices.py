"""The cases of a universally quantified statement: which of its indices are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofpages.equations.errors import BudgetError
from proofpages.equations.tex.index_relations import Condition

MAX_INDICES = 5

Blocks = list[list[str]]


def patterns(indices: dict[str, str], conditions: Sequence[Condition]) -> Iterator[Blocks]:
    """Every partition of the indices into equal ones that the conditions and ranges allow.

    Indices of different ranges are never equal, and neither are different numerals.

    Raises:
        BudgetError: more than five free indices.
    """
    names = sorted(indices)  # Numerals sort before letters.
    if len([name for name in names if not name.isdigit()]) > MAX_INDICES or len(names) > 8:
        raise BudgetError(
            f"the statement has {len(names)} free indices", f"at most {MAX_INDICES} are read"
        )

    def extend(place: int, blocks: Blocks) -> Iterator[Blocks]:
        if place == len(names):
            if all(_holds(condition, blocks) for condition in conditions):
                yield [list(block) for block in blocks]
            return
        name = names[place]
        for block in blocks:
            if indices[block[0]] != indices[name] or (name.isdigit() and block[0].isdigit()):
                continue
            block.append(name)
            yield from extend(place + 1, blocks)
            block.pop()
        blocks.append([name])
        yield from extend(place + 1, blocks)
        blocks.pop()

    yield from extend(0, [])


def _holds(condition: Condition, blocks: Blocks) -> bool:
    together = any(condition.left in block and condition.right in block for block in blocks)
    if condition.left == condition.right:
        together = True
    return together == condition.equal


def labelled(blocks: Blocks, indices: dict[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """Number the blocks of each range from 0; a numeral n gets the label n − 1.

    Returns:
        the label of each index, and for each range the number of labels that must exist.
    """
    taken: dict[str, set[int]] = {}
    labels: dict[str, int] = {}
    for block in sorted(blocks, key=lambda block: not block[0].isdigit()):
        size = indices[block[0]]
        used = taken.setdefault(size, set())
        if block[0].isdigit():
            label = int(block[0]) - 1
        else:
            label = next(n for n in range(len(blocks) + 8) if n not in used)
        used.add(label)
        labels.update(dict.fromkeys(block, label))
    return labels, {size: max(used) + 1 for size, used in taken.items()}
