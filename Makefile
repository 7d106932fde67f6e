# The verbs. Each does its own setup; a second run of any adds next to nothing.
# On Windows, where there is no make, README.md gives the plain commands.
PYTHON ?= python3
BIN := .venv/bin
BUILD := .venv/ready-build
TEST := .venv/ready-test
LINT := .venv/ready-lint
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes \
	--no-header $(UPGRADE)
EXTRAS := --extra site --extra programs
export NO_MKDOCS_2_WARNING := 1
# Where a machine keeps Python from storing what it has compiled, each of the hundred processes that
# a verb starts would compile the package anew.
export PYTHONDONTWRITEBYTECODE :=
# An environment whose Python has gone, as after an upgrade of the system, is made anew.
$(shell test ! -d .venv || $(BIN)/python -c "" 2> /dev/null || rm -f .venv/ready-*)

.PHONY: site serve check test test-all test-frameworks fuzz fuzz-formulas proof lint format bench pdf picture lock upgrade clean

# It is made beside its place, and put there when it is whole: what fails leaves the old one. Where
# a package is damaged, the one before it says so, which needs none.
site: $(BUILD) ## build site/
	$(BIN)/python -m proofpages.environment mkdocs build
	@$(BIN)/python -m proofpages verify site
	@echo "The site is built. To open it: $(BIN)/python -m http.server 8000 --directory site"
	@echo "and then http://127.0.0.1:8000/ in a browser."

serve: $(BUILD) ## build it, and again at every change
	$(BIN)/python -m proofpages.environment mkdocs serve --livereload

check: $(TEST) ## the quick tests: what needs no site, no browser, no Coq and no LaTeXML
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not medium and not large" --durations=3

test: $(TEST) $(LINT) ## those, the built site in a browser, and wrong variants of programs
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not large"

test-all: $(TEST) $(LINT) .venv-frameworks/ready .venv-materialx/ready ## everything that is checked
	$(BIN)/python -m pytest -n auto --dist worksteal

test-frameworks: $(TEST) .venv-frameworks/ready ## ask PyTorch, JAX, scikit-learn and Keras again
	$(BIN)/python -m pytest tests/test_frameworks.py -m frameworks

fuzz: $(TEST) ## 10,000 mangled pages: each is refused with its line, or is a page
	$(BIN)/python -m tests.fuzz

fuzz-formulas: $(TEST) ## 20,000 formulas at random: is what passes true as it is displayed?
	$(BIN)/python -m tests.fuzz_formulas $(COUNT) $(SEED)

proof: $(BUILD) ## check the proof in Coq, and print its theorems and axioms
	$(BIN)/python -m proofpages proof

lint: $(LINT) ## style of code, prose, Markdown and workflows
	$(BIN)/python -m tests.lint

format: $(LINT)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(TEST) ## measured ratios, one table
	$(BIN)/python -m tests.bench

pdf: $(TEST) ## the site as one document, p-minus-y.pdf
	$(BIN)/python -m tests.pdf

picture: $(TEST) ## the picture in README.md
	$(BIN)/python -m tests.picture

lock: $(LINT) ## compile what is pinned from pyproject.toml and package.json
	$(COMPILE) pyproject.toml $(EXTRAS) --group build --output-file requirements/build.txt
	$(COMPILE) pyproject.toml $(EXTRAS) --group build --group materialx \
		--no-emit-package mkdocs-material --constraint requirements/build.txt \
		--output-file requirements/materialx.txt
	$(COMPILE) --group browser --constraint requirements/build.txt \
		--output-file requirements/browser.txt
	$(COMPILE) --group node --output-file requirements/node.txt
	$(COMPILE) --group audit --output-file requirements/audit.txt
	$(COMPILE) --group test --constraint requirements/build.txt --output-file requirements/test.txt
	$(COMPILE) --group lint --constraint requirements/build.txt --constraint requirements/test.txt \
		--output-file requirements/lint.txt
	$(BIN)/python -m proofpages.typeset npm $(if $(UPGRADE),update,install) --package-lock-only

upgrade: ## the same, with the newest versions that the two files allow
	$(MAKE) lock UPGRADE=--upgrade

clean: ## remove what the others made
	rm -rf site site.times.json .site.* p-minus-y.pdf .venv .venv-frameworks .venv-materialx \
		node_modules *.egg-info .mypy_cache .pytest_cache .ruff_cache

.venv-frameworks/ready: requirements/frameworks.txt
	$(PYTHON) -m venv .venv-frameworks
	.venv-frameworks/bin/python -m pip install --quiet -r requirements/frameworks.txt
	@touch $@

.venv-materialx/ready: requirements/materialx.txt
	$(PYTHON) -m venv .venv-materialx
	.venv-materialx/bin/python -m pip install --quiet --require-hashes -r requirements/materialx.txt
	@touch $@

.venv/ready-%: pyproject.toml requirements/%.txt requirements/build.txt requirements/browser.txt \
		requirements/node.txt package-lock.json proofpages/setup.py
	$(PYTHON) -m proofpages setup $*
