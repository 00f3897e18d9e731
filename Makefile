# make article   real articles from the sample, in a fresh clone with nothing but Python 3.11
# make test      the tests
# make check     what a reviewer need not look for: style, types, contracts, rules, phrases
# make golden    write the kept articles anew; read the diff as prose
# make reference the tables of metrics in docs/, from the catalogue
# make bench     costs against named baselines, kept in docs/benchmarks.md
# make peers     what the benches compare with, from npm; without it a line is left out
# make tools     what judges the built site, from npm; without it those tests are skipped
# make pictures  the README's pictures of the site, from the sample

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
TOOLS := .tools/ready
PEERS := .tools/peers/ready

.PHONY: article test check golden reference bench peers tools pictures clean

article: $(READY)
	$(BIN)/wirecopy run --sample

test: $(READY)
	$(BIN)/python -m pytest -m "not alone" --numprocesses auto --dist loadfile
	$(BIN)/python -m pytest -m alone

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/wirecopy rules check

golden: $(READY)
	$(BIN)/python -m pytest tests/golden --write-golden

reference: $(READY)
	$(BIN)/python scripts/write_reference.py

bench: $(READY) $(PEERS)
	$(BIN)/python -m benchmarks

peers: $(PEERS)

tools: $(TOOLS)

pictures: $(READY) $(TOOLS)
	$(BIN)/python scripts/take_pictures.py

# Written last, so that an install that was cut off is begun again.
$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

$(TOOLS): tests/site/tools/package.json tests/site/tools/package-lock.json
	mkdir -p .tools
	cp $^ .tools
	npm ci --prefix .tools --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(PEERS): benchmarks/peers/package.json benchmarks/peers/package-lock.json
	mkdir -p .tools/peers
	cp $^ .tools/peers
	npm ci --prefix .tools/peers --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

clean:
	rm -rf .venv .tools dist
