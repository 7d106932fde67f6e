"""A fault on a page, as the exception that ends a build."""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from pymdownx.superfences import SuperFencesException

from proofpages.located import LocatedError

try:
    from mkdocs.exceptions import BuildError
except ImportError:  # Another generator renders the page: any exception ends its build.
    BuildError = Exception  # type: ignore[assignment, misc]


class ToolError(SuperFencesException, BuildError):  # type: ignore[misc]
    """What the build needs besides the pages, as Node, is not there or fails: what, and what to do.

    Its bases are those of a `PageError`, for the same reasons.
    """


class PageError(LocatedError, SuperFencesException, BuildError):  # type: ignore[misc]
    """A fault on a page.

    Its two other bases let it end the build: SuperFences (PyMdown Extensions) drops every other
    exception that a fence raises, and MkDocs 1.6 prints a `BuildError` without a traceback.
    """


def yaml_fault(error: yaml.YAMLError) -> tuple[int, str]:
    """The line (from 1) of a text at which it is no YAML, and what stands against it there."""
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1, str(getattr(error, "problem", None) or error)


def not_utf8(file: str, error: UnicodeDecodeError) -> PageError:
    """The fault of a file that is no text in UTF-8."""
    line = error.object.count(b"\n", 0, error.start) + 1
    found = f"it is no text in UTF-8 ({error.reason})"
    return PageError(file, line, found, "UTF-8", "save the file in UTF-8")


class PageErrors(PageError):
    """Several faults, each told as if it stood alone."""

    def __init__(self, errors: Sequence[PageError]) -> None:
        super(LocatedError, self).__init__("\n".join(map(str, errors)))
        self.file, self.line, self.errors = errors[0].file, errors[0].line, tuple(errors)


def all_of(errors: Sequence[PageError]) -> PageError:
    """One exception for one fault or several; what is given twice is told once."""
    errors = list(dict.fromkeys(errors))
    return errors[0] if len(errors) == 1 else PageErrors(errors)
