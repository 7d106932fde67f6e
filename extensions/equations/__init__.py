"""Proving displayed equations from their own TeX."""

from .check import Formula, Step, Verdict, check
from .context import Context, Export, Headings, heading_conditions
from .errors import EquationError

__all__ = [
    "Context",
    "EquationError",
    "Export",
    "Formula",
    "Headings",
    "Step",
    "Verdict",
    "check",
    "heading_conditions",
]
