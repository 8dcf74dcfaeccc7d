# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test soak lint clean

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(VENV)/.installed
	@echo '$$ ragkit ask "At what capacity are most North Korean arms plants running?" seeds/'
	@$(BIN)/ragkit ask "At what capacity are most North Korean arms plants running?" seeds/

lint: $(VENV)/.installed
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -m "not soak"
	$(BIN)/python tools/check_install.py

soak: $(VENV)/.installed
	$(BIN)/python -m pytest -m soak --timeout 3600

clean:
	rm -rf $(VENV) .ragkit dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
