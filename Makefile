# Two commands matter: `make run` and `make test`. Both install what they need, once.

PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.installed-run
DEV_STAMP := .venv/.installed-dev

.PHONY: run test quick lint ingest evaluate floors quality bench bench-quick bench-million figures \
	calibrate clean

run: $(RUN_STAMP)
	@$(BIN)/python cli.py serve --ingest

test: $(DEV_STAMP) lint
	$(BIN)/python -m pytest

quick: $(DEV_STAMP)
	$(BIN)/python -m pytest -m "not slow and not browser"

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

ingest: $(RUN_STAMP)
	$(BIN)/python cli.py ingest

# Measure the answers on the test sets, each on its own library; fails when a floor is broken.
evaluate: $(RUN_STAMP)
	@$(BIN)/python cli.py ingest corpus --library out/communique
	@$(BIN)/python cli.py ingest corpus evaluation/releases --library out/releases
	@$(BIN)/python cli.py ingest evaluation/training --library out/overview
	@failed=0; for set in communique press releases dialogues overview; do \
		case $$set in press) library=communique;; dialogues) library=releases;; *) library=$$set;; esac; \
		$(BIN)/python cli.py evaluate --questions evaluation/sets/$$set.test.jsonl \
			--library out/$$library --floors evaluation/floors.yaml --out out/$$set.test || failed=1; \
	done; exit $$failed

# Raise the floors to what the last `make evaluate` has reached; they never fall.
floors:
	$(BIN)/python -m evaluation.raising out/communique.test out/press.test out/releases.test \
		out/dialogues.test out/overview.test evaluation/floors.yaml

# Retrieval beside public parts (minutes; the peers are installed first): benchmarks/results.
quality: $(RUN_STAMP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks.quality

# Speed, memory and disk at 1, 10 and 100 thousand passages beside the raw engines and the LangChain
# tutorial: tables, docs/performance.md, benchmarks/results. Cut off, it goes on where it was.
bench: $(RUN_STAMP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks.scale --out benchmarks/results/scale.json

# The same at a thousand passages with fewer questions, for development.
bench-quick: $(RUN_STAMP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks.scale --quick --passages 1000 --work out/bench-quick

# A million passages ingested and asked (an hour or more; its log and its parts are in out/bench).
bench-million: $(RUN_STAMP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks.scale.million --out benchmarks/results/million.json

# Put the figures of the last `make evaluate` and `make quality` into the READMEs.
figures:
	$(BIN)/python benchmarks/figures.py out/communique.test out/releases.test

# Fit the weights of ranking, reader, choice and refusal on the training questions (half an hour).
calibrate: $(RUN_STAMP)
	$(BIN)/python cli.py calibrate all --plan evaluation/calibration/plan.yaml

clean:
	rm -rf .venv out

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Dépêche needs Python 3.11, 3.12 or 3.13; name one: make run PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv .venv

$(RUN_STAMP): requirements.txt | $(BIN)/python
	@echo "installing what is in $<, once (minutes)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt requirements.txt $(RUN_STAMP)
	@echo "installing what is in $<, once (minutes)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
