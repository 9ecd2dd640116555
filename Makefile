# Every task of this repository is a target here; `make` lists them.
# A fresh clone needs Go, node (with npm) and make; the targets fetch the rest when they need it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

GO_DIRS := raft lab exercises grader wasm
DIST := static/dist

# The files that a build reads, and their folders: removing a file changes only its folder's time. Tests and
# testdata are left out, so that a rewritten golden file rebuilds nothing. So is the archive, which a build writes.
ARCHIVE := grader/source/archive/sources.zip
GO_SOURCES := go.mod go.sum $(shell find $(GO_DIRS) \( -name testdata -o -path $(patsubst %/,%,$(dir $(ARCHIVE))) \) -prune \
	-o ! -name '*_test.go' -print)
SHELL_FILES := $(wildcard $(addprefix grader/class/gradebook/autograder/*/,*.sh run_autograder))
# All Go except the test programs with several statements in a line, which instrument must handle.
GO_FILES = $(shell find $(GO_DIRS) static/*.go -name '*.go' \
	-not -path 'grader/instrument/testdata/programs/*' -not -path 'grader/submissions/testdata/cases/*')
SITE_SOURCES := $(shell find static \( -path static/node_modules -o -path $(DIST) -o -path static/e2e -o -path static/test \) \
	-prune -o -type f ! -name '*.go' -print) $(shell find static/src -type d)

PROGRAMS := $(addprefix $(DIST)/,engine.wasm engine-all.wasm engine-whole.wasm guest.wasm guest-all.wasm)

# The page downloads the WebAssembly, so it has no symbol tables; slim joins its data into few segments, and drops the
# lines of the sources. A panic there names functions; natively it names their lines, too. No call of ours is inlined:
# that is a twentieth of the download, and costs a few percent of the engine's speed.
WASM_FLAGS := -trimpath -ldflags='-s -w' -gcflags='raftlab/...=-l'
# The packages that must compile for each WebAssembly host; the others import wazero, cobra or a network.
JS := GOOS=js GOARCH=wasm
JS_PACKAGES := ./raft/... ./lab/... ./wasm/...
WASIP1 := GOOS=wasip1 GOARCH=wasm
WASIP1_PACKAGES := ./raft/... ./lab/... ./wasm/bring ./wasm/guest/... ./wasm/whole/...

# Tests keep little memory but allocate much, so the collector would run all the time: it took a third of the
# processor time of the gradings. A test program has 300 MB instead of 75 for it. Several tests wait, for a disk or
# for another process, so there are more packages at a time than processors; none of them may be ended for that.
# `make check` vets all packages, tests included.
GO_TEST := GOGC=1600 go test -vet=off -timeout 30m -p $$(($$(getconf _NPROCESSORS_ONLN) + 2))

# A heading with the time, to find one's way in a long log and to see a slow step.
STEP = @printf '\n== %s  %s\n' "$$(date +%T)"

.PHONY: help
help:
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# In a fresh clone the page is served before its compiler is built, which takes minutes, and before anything is
# compressed. The rest of the build goes on behind the server, in a process group of its own, which ends with the server;
# the page waits for the compiler, and fetches it from the folder in which it is built. Unlike build/raftlab, the first
# program has the paths of this machine: so it shares its packages with `go run`, and does not compile all of them again.
FIRST := build/first/raftlab
SERVE := serve $(if $(ADDR),--addr '$(ADDR)')

.PHONY: run
ifneq ($(wildcard build/raftlab),)
run: build ## build what is needed and serve the lab; ADDR=host:port says where
	build/raftlab $(SERVE)
else
run:
	@$(MAKE) --no-print-directory -j2 $(FIRST)
	@mkdir -p build/toolchain && rm -f build/toolchain/failed
	@echo 'The compiler of the exercises is being built meanwhile; build/first/build.log has how far it is.'
	@set -m; \
	{ nice $(MAKE) --no-print-directory build >build/first/build.log 2>&1 || \
		tail -n 5 build/first/build.log >build/toolchain/failed; } & rest=$$!; \
	set +m; trap "kill -- -$$rest 2>/dev/null || true" EXIT; \
	$(FIRST) $(SERVE) --toolchain build/toolchain
endif

$(FIRST): $(GO_SOURCES) $(ARCHIVE) $(wildcard static/*.go) $(SITE_SOURCES) $(PROGRAMS) $(DIST)/course.json \
	static/node_modules/.package-lock.json
	cd static && FIRST=1 npm run --silent build
	go build -ldflags='-X raftlab/grader/source.commit=$(COMMIT)' -o $@ ./grader/cmd/raftlab

.PHONY: build
build: build/raftlab ## the site, its WebAssembly, and build/raftlab, which carries both

# The page begins with Raft alone. The programs with all protocols are fetched when a run asks for another one, and the
# engine for whole servers when somebody brings one.
$(DIST)/engine.wasm: WHICH := ./wasm/engine
$(DIST)/engine-all.wasm: WHICH := ./wasm/engine/all
$(DIST)/engine-whole.wasm: WHICH := ./wasm/engine/whole
$(DIST)/engine.wasm $(DIST)/engine-all.wasm $(DIST)/engine-whole.wasm: $(GO_SOURCES)
	$(JS) go build $(WASM_FLAGS) -o $@ $(WHICH)
	go run ./wasm/module/slim $@
	@touch $@ # the go command leaves an unchanged output as it is

$(DIST)/guest.wasm: WHICH := ./wasm/guest
$(DIST)/guest-all.wasm: WHICH := ./wasm/guest/all
$(DIST)/guest.wasm $(DIST)/guest-all.wasm: $(GO_SOURCES)
	$(WASIP1) go build -buildmode=c-shared $(WASM_FLAGS) -o $@ $(WHICH)
	go run ./wasm/module/slim $@
	@touch $@

# The course for the page, made from its Markdown; lessons, puzzles, stories, their pictures (sketches.json) and the
# catalogue are written beside it, and build/outline.json for the build.
$(DIST)/course.json: $(GO_SOURCES)
	go run ./wasm/course -out $@

$(DIST)/index.html: $(DIST)/course.json

# Go's compiler and linker for the page, and the archives of the packages. toolchain.json stands for all of them.
# Unchanged files are not rewritten, so that they are not compressed again.
TOOLCHAIN := build/toolchain/toolchain.json
$(TOOLCHAIN): $(GO_SOURCES)
	go run ./wasm/toolchain -out $(@D)
	@touch $@

.PHONY: toolchain
toolchain: $(TOOLCHAIN) ## what the page compiles learners' programs with; two minutes, once for each version of Go

$(DIST)/index.html: $(TOOLCHAIN)

# index.html stands for everything that the site's build writes, including the compressed copies of the five
# programs above.
$(DIST)/index.html: $(SITE_SOURCES) $(PROGRAMS) static/node_modules/.package-lock.json
	cd static && npm run --silent build
	@touch $@

# The Go sources that a learner's file is compiled with. The program carries them; the page does not.
$(ARCHIVE): $(GO_SOURCES) LICENSE $(wildcard exercises/*/*_test.go)
	go run ./grader/source/pack -out $@

# The commit is given here, too, because the go command does not look it up where GOFLAGS has -buildvcs=false.
COMMIT = $(shell git describe --always --dirty --abbrev=40 --exclude='*' 2>/dev/null)
GO_BUILD = go build -trimpath -ldflags='-X raftlab/grader/source.commit=$(COMMIT)'
build/raftlab: $(GO_SOURCES) $(ARCHIVE) $(wildcard static/*.go) $(DIST)/index.html
	$(GO_BUILD) -o $@ ./grader/cmd/raftlab
	@touch $@

# Not npm ci: it refuses a lock file without an entry for every system's copy of an optional package, and for
# Biome 2.6.8 the registry has only Linux's. npm install takes the same versions from the lock file, and with
# --no-save it does not change the file.
static/node_modules/.package-lock.json: static/package-lock.json
	cd static && npm install --no-save --no-audit --no-fund
	@touch $@

.PHONY: test
test: BEGAN := $(shell date +%s)
test: chromium firefox ## all that a change must pass: what CI runs
	$(STEP) build
	@$(MAKE) --no-print-directory -j2 build
	$(STEP) check
	@$(MAKE) --no-print-directory check
	$(STEP) 'go test'
	$(GO_TEST) ./...
	$(STEP) 'go test -race, where there are goroutines'
	@if [ "$$(go env CGO_ENABLED)" = 1 ]; then $(GO_TEST) -trimpath -race -skip 'AGuest|EverySubmission|EveryCase|EveryRecordedScenario|EveryScenarioPasses|ATraceNames|StartLeaves|ALearnersFolder|NeedsNoCheckout|EveryHostile|NothingIsLeft|OwnRules|TheSchema|AClass|AGeneratedClass|AnInterruptedClass|FinalSeeds|Shards|ARegrade|AWholeServer|TheRaceDetector' \
		./grader/cmd/... ./grader/class/judging ./grader/class/queue; \
	else echo 'left out: the race detector needs a C compiler, and there is none'; fi
	$(STEP) 'npm test'
	cd static && npm test --silent
	$(STEP) e2e
	@$(MAKE) --no-print-directory e2e
	$(STEP) 'parity, a sample'
	@$(MAKE) --no-print-directory -j2 -Otarget parity-hosts parity-sample
	@took=$$(($$(date +%s) - $(BEGAN))); \
	printf '\n== %s  everything passed, in %d min %d s\n' "$$(date +%T)" $$((took / 60)) $$((took % 60))

# For the WebAssembly hosts, staticcheck and deadcode are called by their paths: under another GOOS, go tool would
# build the tools themselves for it, and the kernel would refuse to run them. Neither knows //go:wasmexport. So
# staticcheck does not look for unused code in the guest, where it would report every export, and deadcode looks
# only at the code for this machine and at the engine: all code but the exports of the guest and of the assistant.
#
# What is compiled with -trimpath is the same in each folder, so a fresh clone takes from Go's cache, and from
# staticcheck's, what another one has compiled: for the WebAssembly hosts that is two minutes of processor time.
# The race detector's step does the same. The other tests do not: some find the checkout by the path of their file.
.PHONY: check
check: export GOFLAGS := $(GOFLAGS) -trimpath
check: static/node_modules/.package-lock.json shellcheck ## formatting, vet, staticcheck, dead code, types, lint, and the repository's own rules
	@unformatted=$$(gofmt -l $(GO_FILES)); \
	if [ -n "$$unformatted" ]; then printf 'not formatted, run make fmt:\n%s\n' "$$unformatted" >&2; exit 1; fi
	go vet ./...
	$(JS) go vet $(JS_PACKAGES)
	$(WASIP1) go vet $(WASIP1_PACKAGES)
	go tool staticcheck ./...
	staticcheck=$$(go tool -n staticcheck); \
	$(JS) "$$staticcheck" ./wasm/engine/...; \
	$(WASIP1) "$$staticcheck" -checks inherit,-U1000 ./wasm/guest/... ./wasm/whole/...
	deadcode=$$(go tool -n deadcode); \
	dead=$$("$$deadcode" -test ./... && $(JS) "$$deadcode" -filter '^raftlab/wasm/engine' ./wasm/engine/...); \
	if [ -n "$$dead" ]; then printf 'no program and no test reaches these:\n%s\n' "$$dead" >&2; exit 1; fi
	cd static && npm run --silent typecheck
	cd static && npm run --silent lint
	go test -count=1 ./grader/tidy

.PHONY: e2e
e2e: chromium firefox build ## the browser tests, with WHOLE=1 the long tables in full, with LATE=400 on pages that are late
	cd static && WHOLE=$(WHOLE) npm run --silent e2e
	cd static && npm run --silent e2e:firefox

# The parts of the sample in make test, which runs both at a time.
.PHONY: parity-hosts parity-sample
parity-hosts:
	node static/e2e/parity/hosts.mjs
	node static/e2e/parity/whole.mjs storm panics exits spins hangs recurses etcd 'a vote is not saved'
parity-sample:
	node static/e2e/parity/submissions.mjs --sample

.PHONY: parity
parity: chromium build ## one trace, and one report of each submission, natively, under wazero and in a browser; long tables in full
	node static/e2e/parity/hosts.mjs
	node static/e2e/parity/whole.mjs
	node static/e2e/parity/submissions.mjs
	$(GO_TEST) -count=1 -timeout 1h -v -run EverySubmission ./grader/cmd/raftlab -whole
	$(GO_TEST) -count=1 -v -run PageMakesWholeServers ./wasm/toolchain -whole
	cd static && WHOLE=1 node e2e/run.mjs $(addprefix e2e/tests/,$(addsuffix .test.mjs,scenarios learn toolchain trace stories promises))

# The benchmarks run one after the other, on one processor each: a rate is the rate of one core.
.PHONY: bench
bench: chromium build ## our core against go.etcd.io/raft, and what the lab does in a second, here and in Chromium
	go test -run '^$$' -bench . -benchmem ./raft/bench/...
	go test -cpu 1 -run '^$$' -bench . -benchtime 3x ./lab/bench ./lab/peer
	go test -cpu 1 -run '^$$' -bench Explore -benchtime 3x ./lab/raftcluster
	go test -cpu 1 -run '^$$' -bench . -benchtime 3x ./grader/sandbox/goroutines
	go test -run '^$$' -bench Grade -benchtime 3x ./grader/cmd/raftlab
	go test -run '^$$' -bench Class -benchtime 1x -timeout 1h ./grader/cmd/raftlab
	node static/e2e/bench/all.mjs

# SCHEDULES=N is the number of schedules; it is printed with the events in them. The third line has all that is beyond
# Figure 2 switched on.
.PHONY: soak
soak: build ## 100,000 random schedules of five servers with every kind of fault, long gradings, and the slow oracle
	build/raftlab fuzz --servers 5 --schedules $(or $(SCHEDULES),100000)
	build/raftlab fuzz --servers 3 --schedules $(or $(SCHEDULES),100000) --coverage
	build/raftlab fuzz --on all --schedules $(or $(SCHEDULES),100000)
	$(GO_TEST) -timeout 6h ./grader/judges/... -run 'Accepts?WhatIsCorrect|EveryGradingIsTheSame' -variants 10000 -repetitions 1000
	$(GO_TEST) -timeout 6h ./grader/cmd/raftlab -run GeneratedClass -class-students 300 -class-hostile 10 \
		-class-exercises timeout,vote,campaign,append,replicate,commit,persist -v
	$(GO_TEST) -timeout 2h ./grader/class/queue -run NoFault -fault-jobs 1000 -fault-runs 20 -v
	$(GO_TEST) -timeout 6h ./grader/mutants -run TheOracle -oracle 100 -v
	$(GO_TEST) -timeout 6h ./grader/bring -whole -v

.PHONY: mutants
mutants: ## the kill matrix: each wrong rule against each kind of check, with a small schedule; the mistakes of whole servers
	$(GO_TEST) -count=1 -timeout 1h -v -run 'KillMatrix|EachMutantIsFound' ./grader/mutants -whole
	$(GO_TEST) -count=1 -timeout 1h -v -run 'EachMistakeIsFound|ARightServerPasses' ./grader/whole -whole

.PHONY: fmt
fmt: static/node_modules/.package-lock.json ## format Go and TypeScript in place
	gofmt -w $(GO_FILES)
	cd static && npx biome check --write

.PHONY: clean
clean: ## remove all that was built or fetched here
	rm -rf build static/node_modules $(ARCHIVE)
	find $(DIST) -mindepth 1 ! -name .keep -delete

# The browser tests drive Debian's Chromium. In a container, as root, this target installs it; on one's own
# machine, a person does.
.PHONY: chromium
chromium:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo 'the browser tests need "chromium" on the PATH (Debian: sudo apt-get install chromium fonts-dejavu-core)' >&2; exit 1; \
	fi; \
	apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core

# The scripts of the autograders run where nobody of ours looks, under any sh. As root, this target installs Debian's
# shellcheck; on one's own machine without it, the scripts are not looked at, and a line says so.
.PHONY: shellcheck
shellcheck:
	@if ! command -v shellcheck >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update && apt-get install -y --no-install-recommends shellcheck; \
	fi; \
	if command -v shellcheck >/dev/null; then shellcheck $(SHELL_FILES); else \
		echo 'the scripts were not looked at: there is no "shellcheck" (Debian: sudo apt-get install shellcheck)' >&2; \
	fi

# Firefox, for the few tests that show that the page is no page for Chromium alone.
.PHONY: firefox
firefox:
	@if command -v firefox-esr >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo 'the tests in Firefox need "firefox-esr" on the PATH (Debian: sudo apt-get install firefox-esr)' >&2; exit 1; \
	fi; \
	apt-get update && apt-get install -y --no-install-recommends firefox-esr
