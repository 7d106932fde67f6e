"""Check a Coq file with Coq's kernel, and say what was proved, from what, and how.

``check`` promises: the file compiles; each published theorem (the keyword ``Theorem``;
steps towards one are ``Lemma``) rests on nothing but the axioms of the classical reals
in Coq's standard library; nothing in the file adds an axiom, leaves a proof open, switches
a check off or gives a sign of the library a new meaning; and each theorem carries a
one-line comment that says what it states. ``goals`` records what remains to be proved
after each sentence. ``outline`` only reads the file, and needs no Coq.

What it does not show: that a statement says what its comment says. A person reads that.
Coq itself (its kernel and its standard library) is trusted.

Run ``python -m extensions.formal`` to check ``snippets/softmax_gradient.v``. On the pages,
``extensions.formal.page`` shows what was checked.
"""

from .checking import ALLOWED_AXIOMS, Report, assumptions, check
from .coq import available, coq_version
from .errors import CoqNotFound, FormalError
from .goals import Goal, goals
from .sentences import Sentence, sentences
from .statements import Statement, outline
from .words import FORBIDDEN

__all__ = [
    "ALLOWED_AXIOMS",
    "FORBIDDEN",
    "CoqNotFound",
    "FormalError",
    "Goal",
    "Report",
    "Sentence",
    "Statement",
    "assumptions",
    "available",
    "check",
    "coq_version",
    "goals",
    "outline",
    "sentences",
]
