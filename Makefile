# VectorCluster. `make help` lists what there is to do.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# A data set is a folder: base.f16.npy, queries.f16.npy, neighbors.i32.npy, payloads.jsonl.gz.
DATA ?= data/debian-packages-20k
export DATA := $(abspath $(DATA))
export JAVA_HOME = $(shell scripts/java-home)
MVN := mvn -B -ntp --no-transfer-progress

.PHONY: help
help: ## What each target does
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z0-9-]+):.*## (.*)$$/\1\t\2/' | expand -t 18

.PHONY: tools
tools:
	@scripts/check-tools

.PHONY: native
native: tools
	@index-node/native/build

.PHONY: build
build: tools native ## Compile everything with all checks of the sources, no tests
	$(MVN) -q -DskipTests package
	$(MVN) -q -pl conventions surefire:test

.PHONY: test
test: tools ## Everything CI checks: unit, golden, processes, real clients, API server, local cluster
	@scripts/test

.PHONY: quickstart
quickstart: tools ## A local cluster with a VectorCluster of 3 shards, the sample and three questions; CONTEXT=name uses yours
	@scripts/quickstart up

.PHONY: quickstart-down
quickstart-down: ## Take the quick start down; says what it kept
	@scripts/quickstart down

.PHONY: e2e
e2e: tools ## One end-to-end scenario alone: make e2e SCENARIO=quickstart|failover|scale
	@scripts/e2e "$(SCENARIO)"

.PHONY: soak
soak: tools ## The long runs behind the figures: kills, power cuts, audits; reports go to docs/reports
	@scripts/soak

.PHONY: bench
bench: tools ## Figures beside the bare engine in the same run; DATA=folder
	@scripts/bench

.PHONY: clean
clean: ## Remove what builds made in the tree; caches outside it stay
	$(MVN) -q clean
