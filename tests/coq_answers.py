"""Runs a build, and keeps what Coq answered: `python -m tests.coq_answers FILE mkdocs build …`.

So tests look at the very answers that the pages were made from, and Coq is asked once.
"""

from __future__ import annotations

import atexit
import pickle
import runpy
import sys
from pathlib import Path

from proofpages import coq
from proofpages.site.theorems.places import HEADLINE, PROOF


def tell(file: Path) -> None:
    """Write the report and the goals, which the build has in memory."""
    file.write_bytes(pickle.dumps((coq.check_file(PROOF, HEADLINE), coq.goals(PROOF))))


if __name__ == "__main__":
    file, *sys.argv = sys.argv[1:]
    if coq.available():
        atexit.register(tell, Path(file))
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
