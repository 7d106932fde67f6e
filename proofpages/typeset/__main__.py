"""`python -m proofpages.typeset FILE …` runs a JavaScript file with Node, and `… npm …` its npm."""

import subprocess
import sys

from proofpages.typeset.node import NodeMissing, node, npm

arguments = sys.argv[1:]
try:
    command = [*npm(), *arguments[1:]] if arguments[:1] == ["npm"] else [node(), *arguments]
except NodeMissing as error:
    sys.exit(str(error))
sys.exit(subprocess.run(command, check=False).returncode)
