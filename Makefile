# The dozen verbs of the house; each is a line or two over the CMake presets. JOBS=n limits the parallel work.
# `make demo` and `make test` set a fresh Debian 12 machine up by themselves.
JOBS ?= $(shell nproc)
PYTHON ?= /usr/bin/python3
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: setup demo test check build dev run fmt bench docs clean

setup:            ## install what is missing (a second run installs nothing)
	@tools/setup.sh
build: setup      ## the release binary: build/release/zhike
	@cmake --preset release -DZHIKE_TESTS=OFF --log-level=WARNING >/dev/null && cmake --build build/release -j$(JOBS) --target zhike
dev: setup        ## everything with sanitizers and tests: build/dev
	@cmake --preset dev --log-level=WARNING >/dev/null && cmake --build build/dev -j$(JOBS)
test: dev         ## build and run every test; the last line counts them
	@$(PYTHON) tests/run.py --build build/dev --jobs $(JOBS)
check:            ## the repository's own rules only (seconds, builds nothing)
	@$(PYTHON) tools/tidy.py --aim --count
demo: build       ## generate messy data, run the main job, print the report; leaves the workspace ./demo
	@$(PYTHON) tools/demo.py build/release/zhike demo
run: build        ## the release binary with ARGS, e.g. make run ARGS="find 王伟 --workspace demo"
	@build/release/zhike $(ARGS)
bench: build      ## speed and quality in one table (never part of the tests); ARGS picks runs
	@$(PYTHON) bench/run.py --zhike build/release/zhike $(ARGS)
docs: build       ## write docs/reference again from the operations table
	@build/release/zhike reference --out docs/reference
fmt: setup        ## format the C++ that differs from the last commit
	@tools/format.sh
clean:            ## remove what was built and the demo; the packages of .deps stay
	@rm -rf build demo out
