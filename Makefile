# The commands of this repository. Each one installs what it needs; the logic lives in Scripts/.

SWIFT ?= swift
BINARY := .build/release/hindcast

.DEFAULT_GOAL := help
.PHONY: help run build test check bench setup sanitize fuzz durability

help: ## print this table
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## install what is missing, build, and serve on this machine
	@exec $(BINARY) serve

build: setup ## the release binary at .build/release/hindcast
	@$(SWIFT) build -c release --product hindcast

test: ## every test: Swift, real clients, durability, a short fuzz run
	@Scripts/test

check: ## format, tidy rules and links, in under a minute
	@Scripts/check

bench: build ## the benchmarks, as one table
	@Benchmarks/run

setup: ## install the missing libraries (Debian packages or Homebrew)
	@Scripts/setup

sanitize: setup ## the Swift tests under the thread and address sanitizers
	@Scripts/sanitize

fuzz: setup ## an hour of fuzzing, shared by all targets (one: Scripts/fuzz --target NAME)
	@Scripts/fuzz --total 3600

durability: build ## kill the server 100 times under load and compare what it acknowledged
	@Tests/Durability/run --cycles 100
