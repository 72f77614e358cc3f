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

.PHONY: clean
clean: ## Remove what builds made in the tree; caches outside it stay
	$(MVN) -q clean
