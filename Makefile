# make        builds the environment and every result
# make test   passes the tests in the same environment; SEED=3 draws other examples and another order of sets
# make fuzz   draws fresh examples, 2,000 for every test that generates its input, and prints what repeats a failure
# make update pulls the series again, then rebuilds what they change: first the panels, then what new panels change
# make update-example brings a run on the data of 2022 to those of 2026, beside the default run, and says what changed
# make lint   runs the checks of the code; make benchmarks prints the cost of the heavy parts
CORES ?= 2
# Some tests wait, for a server or a clock, so that one worker more than there are cores keeps all of them busy.
WORKERS ?= $(shell expr $(CORES) + 1)
EXAMPLES ?= 2000
VENV := .venv
STAMP := $(VENV)/.installed
PYTHON := $(VENV)/bin/python
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# One BLAS thread a process: the same numbers on any machine, and the cores go to the jobs.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export PYTHONPATH := $(CURDIR)/src

.PHONY: all test fuzz update update-example environment lint benchmarks clean

# In two steps, so that a change which leaves a panel as it is stops there (docs/data.md).
all: environment
	"$(CURDIR)/$(VENV)/bin/snakemake" --cores $(CORES) panels $(ARGS)
	"$(CURDIR)/$(VENV)/bin/snakemake" --cores $(CORES) $(ARGS)

environment: $(STAMP)

$(STAMP): requirements.lock
	sh workflow/install_environment.sh "$(VENV)"
	touch $@

test: environment
	$(if $(SEED),PYTHONHASHSEED=$(SEED)) $(PYTHON) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder \
	    $(if $(SEED),--hypothesis-profile=seeded --hypothesis-seed=$(SEED)) $(PYTEST_ARGS)

fuzz: SEED ?= $(shell date +%s)
fuzz: environment
	@echo "seed $(SEED), $(EXAMPLES) examples a test; make fuzz SEED=$(SEED) EXAMPLES=$(EXAMPLES) repeats it"
	FRICTIONS_FUZZ_EXAMPLES=$(EXAMPLES) $(PYTHON) -m pytest --numprocesses $(CORES) --dist load \
	    --hypothesis-profile=fuzz --hypothesis-seed=$(SEED) $(PYTEST_ARGS)

update: environment
	snakemake --cores $(CORES) --keep-going --forcerun pull_series --until pull_series $(ARGS)
	snakemake --cores $(CORES) panels $(ARGS)
	snakemake --cores $(CORES) $(ARGS)

update-example: all
	snakemake --cores $(CORES) --configfile config/overlays/vintage_of_2022.yaml
	snakemake --cores $(CORES) panels --configfile config/overlays/update_of_2026.yaml
	snakemake --cores $(CORES) --configfile config/overlays/update_of_2026.yaml
	snakemake --cores 1 compare_runs --config 'compare_runs=[of_2022,updated]'

lint: environment
	ruff check
	ruff format --check
	snakefmt --check Snakefile workflow
	snakemake --lint
	mypy
	lint-imports

benchmarks: all
	for program in benchmarks/*.py; do echo "== $$program"; $(PYTHON) "$$program" || exit 1; done

clean:
	rm -rf results/* runs logs .snakemake
