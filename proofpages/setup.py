"""The part of the setup that pip leaves: the path to this repository, Node, and npm's packages.

`python -m proofpages.setup`, from the repository, in its virtual environment.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

from proofpages.typeset.node import NodeMissing, node, npm


def main() -> None:
    # `mkdocs`, typed by hand, does not look for modules in the working folder; this line does.
    path = Path(sysconfig.get_path("purelib"), "p-minus-y.pth")
    path.write_text(f"{Path.cwd()}\n", encoding="utf-8")
    try:
        node()
    except NodeMissing:
        pip = [sys.executable, "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--require-hashes", "-r", "requirements-node.txt"], check=True)
    subprocess.run([*npm(), "ci", "--no-progress", "--loglevel=error"], check=True)


if __name__ == "__main__":
    main()
