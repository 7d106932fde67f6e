"""What mkdocs.yml may say to an extension of this package."""

from __future__ import annotations

from typing import Any

from markdown import Extension

from proofpages.page.names_near import suggestion
from proofpages.page.navigation import MARKS, markdown_extensions, settings_fault

KINDS: dict[type, str] = {list: "a list, as [a.md, b.md]", dict: "a mapping, as {K: 3}"}


class WithOptions(Extension):
    """An extension that refuses an option that it does not know, or of another kind.

    Markdown (3.11) ends at the first with a KeyError, and takes the second.
    """

    def setConfig(self, key: str, value: Any) -> None:
        """Take the value of an option."""
        name = _name_of(self)
        if key not in self.config:
            found = f"the extension {name} has no option {key!r}"
            expected = f"one of {', '.join(sorted(self.config))}" if self.config else "none"
            raise settings_fault(found, expected, "correct it" + suggestion(key, self.config), key)
        kind = KINDS.get(type(self.config[key][0]))
        if kind and not isinstance(value, type(self.config[key][0])):
            found = f"the option {key} of {name} is {value!r}"
            raise settings_fault(found, kind, "correct it", key)
        super().setConfig(key, value)


def _name_of(extension: Extension) -> str:
    """What mkdocs.yml calls it."""
    module = type(extension).__module__
    return MARKS[0] if module == MARKS[1] and MARKS[0] in markdown_extensions() else module
