"""YAML in which a key stands once: of a key that stands twice, PyYAML 6.0 takes the last."""

from __future__ import annotations

from typing import Any

import yaml


class OnceLoader(yaml.SafeLoader):
    """Reads YAML, and refuses a key that stands twice, as the standard does."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        known = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in known:
                twice = f"{key.value} stands in it twice"
                raise yaml.constructor.ConstructorError(None, None, twice, key.start_mark)
            if isinstance(key, yaml.ScalarNode):
                known.add(key.value)
        return super().construct_mapping(node, deep)
