"""Check a Coq file with Coq's kernel, and say what was proved, from what, and how.

``check_file`` promises: the file compiles; each published theorem (the keyword ``Theorem``;
steps towards one are ``Lemma``) rests on nothing but the axioms of the classical reals
in Coq's standard library; nothing in the file adds an axiom, leaves a proof open, switches
a check off or gives a sign of the library a new meaning; and each theorem carries a
one-line comment that says what it states. ``goals`` records what remains to be proved
after each sentence. ``outline`` only reads the file, and needs no Coq.

What it does not show: that a statement says what its comment says. A person reads that.
Coq itself (its kernel and its standard library) is trusted.

It knows no page and no file by name. ``python -m proofpages proof FILE`` checks a file.
"""

from proofpages.coq.checked_file import ALLOWED_AXIOMS, CheckedFile, assumptions, check_file
from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.coq.forbidden import FORBIDDEN
from proofpages.coq.goals import Goal, goals
from proofpages.coq.outline import outline
from proofpages.coq.sentences import sentences
from proofpages.coq.tools import coq_available, coq_version

__all__ = [
    "ALLOWED_AXIOMS",
    "FORBIDDEN",
    "CheckedFile",
    "CoqNotFound",
    "FormalError",
    "Goal",
    "assumptions",
    "check_file",
    "coq_available",
    "coq_version",
    "goals",
    "outline",
    "sentences",
]
