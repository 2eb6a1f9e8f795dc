# Every target calls a small standard-library script; Windows users run `py scripts\setup.py demo` instead.
PYTHON ?= python3

.PHONY: demo test check bench bench-quality install clean
demo test check bench bench-quality install:
	@$(PYTHON) scripts/setup.py $@ $(ARGS)

clean:
	rm -rf .venv demo-out build dist .pytest_cache .mypy_cache .ruff_cache
