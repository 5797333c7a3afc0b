# The doors. Each sets itself up; everything they need goes into .venv.
PYTHON ?= python3
VENV := .venv/bin

.PHONY: run test check bench crash soak audit image setup lock

run: setup  ## the bot: on Telegram when MUJAZ_TOKEN is set, else on the playground
	@if [ -n "$$MUJAZ_TOKEN" ] || grep -qs '^MUJAZ_TOKEN=.' .env; then exec $(VENV)/python -m bot run; \
	else exec $(VENV)/python -m playground; fi

test: setup  ## every test
	$(VENV)/python -m pytest --numprocesses auto --dist worksteal

check: setup  ## style, types and the rules of the house
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports

bench: setup  ## every benchmark, one JSON object each
	$(VENV)/python -m benchmarks.replies
	$(VENV)/python -m benchmarks.replies --during-broadcast
	$(VENV)/python -m benchmarks.startup
	$(VENV)/python -m benchmarks.asking
	$(VENV)/python -m benchmarks.names
	$(VENV)/python -m benchmarks.search --articles 30000
	$(VENV)/python -m benchmarks.stories --articles 20000
	$(VENV)/python -m benchmarks.quantities
	$(VENV)/python -m benchmarks.reading
	$(VENV)/python -m benchmarks.intake
	$(VENV)/python -m benchmarks.toy
	$(VENV)/python -m benchmarks.delivery
	$(VENV)/python -m benchmarks.edition
	$(VENV)/python -m benchmarks.draining
	$(VENV)/python -m benchmarks.pace --messages 20000
	$(VENV)/python -m benchmarks.halt
	$(VENV)/python -m benchmarks.backups

crash: setup  ## a thousand kills of the bot in the middle of its work (half an hour)
	MUJAZ_KILLS=1000 $(VENV)/python -m pytest -s tests/crashes

soak: setup  ## ten minutes of a newsroom's days, with restarts
	MUJAZ_SOAK_MINUTES=10 $(VENV)/python -m pytest -s tests/soak

audit: setup  ## known holes in what Mujaz depends on, as the registry tells them; fails where it cannot be asked
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.run.lock

image:  ## the container image; without an engine its steps are tried in a folder that goes again
	@if docker info >/dev/null 2>&1; then sh image/try.sh docker; \
	elif podman info >/dev/null 2>&1; then sh image/try.sh podman; \
	else sh image/try.sh; fi

setup: .venv/installed

.venv/installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

lock:  ## locks the dependencies of pyproject.toml anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra dev pyproject.toml --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--constraints requirements.lock pyproject.toml --output-file requirements.run.lock
