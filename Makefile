# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUITES := seeds summaries not-news

.PHONY: demo test docs eval baseline soak lint clean $(SUITES:%=eval-%) $(SUITES:%=baseline-%)

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(VENV)/.installed
	@echo '$$ ragkit ask "At what capacity are most North Korean arms plants running?" seeds/'
	@RAGKIT_ANSWERER=extractive $(BIN)/ragkit ask "At what capacity are most North Korean arms plants running?" seeds/

lint: $(VENV)/.installed
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -m "not soak" --numprocesses auto --maxprocesses 8 --dist worksteal
	$(BIN)/python tools/check_install.py
	$(MAKE) eval

# The project's own suites, against what was measured when their baselines were made.
eval: $(SUITES:%=eval-%)
$(SUITES:%=eval-%): eval-%: $(VENV)/.installed
	@mkdir -p .ragkit-evals && rm -f .ragkit-evals/$*.jsonl
	$(BIN)/ragkit eval run evals/$*.yaml --answerer extractive --out .ragkit-evals/$*.jsonl --html .ragkit-evals/$*.html
	$(BIN)/ragkit eval compare evals/$*.baseline.jsonl .ragkit-evals/$*.jsonl --fail-if-worse

baseline: $(SUITES:%=baseline-%)
$(SUITES:%=baseline-%): baseline-%: $(VENV)/.installed
	@rm -f evals/$*.baseline.jsonl
	$(BIN)/ragkit eval run evals/$*.yaml --answerer extractive --brief --out evals/$*.baseline.jsonl

# The reference that is written from the program itself; a test fails while it is stale.
docs: $(VENV)/.installed
	$(BIN)/python -m tools.make_reference

soak: $(VENV)/.installed
	$(BIN)/python -m pytest -m soak --timeout 3600
	$(BIN)/python -m benchmarks.performance --only grow --soak

clean:
	rm -rf $(VENV) .ragkit .ragkit-evals dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
