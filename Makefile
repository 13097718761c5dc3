# tcpshake: "make run" shows it at work, "make test" proves it. Both install
# what is missing. "make help" lists the rest.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
BENCHSTAT   = golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
FUZZTIME   ?= 30s
SOAK       ?= .
BENCH      ?= .
COUNT      ?= 6
SEED       ?= 1
PACKET_LINE = ./annotate/render/tcpdump
# What "make profile" found to be worth optimizing: 10 % of the time.
PROFILE     = testdata/bench/replay.pgo
# Patterns skip testdata, so its programs are named.
TESTDATA    = $(addprefix ./,$(sort $(dir $(wildcard testdata/*/*.go))))

.PHONY: help deps build run test check race soak fuzz golden bench profile bench-peers fixtures conformance install clean
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

deps: ## install the libpcap headers if they are missing
	@.ci/deps build

build: deps ## build ./tcpshake
	go build -trimpath -pgo=$(PROFILE) -o tcpshake .

run: build ## build it and show a small conversation on loopback
	./tcpshake --demo

test: deps ## run all tests; installs what they use where that is possible
	@.ci/deps test
	@.ci/test ./... $(TESTDATA)

check: deps ## formatting, vet, staticcheck and tests
	@out=$$(gofmt -l .); if [ -n "$$out" ]; then echo "not formatted:" $$out; exit 1; fi
	go vet ./... $(TESTDATA)
	go run $(STATICCHECK) ./... $(TESTDATA)
	go test ./... $(TESTDATA)

race: deps ## run the tests with the race detector
	GORACE=atexit_sleep_ms=0 go test -race ./...

soak: deps ## run the long tests and print what they measured, as root; SOAK names some, testdata/reliability.md has the results
	@.ci/deps test
	@.ci/soak '$(SOAK)' ./... $(TESTDATA)

fuzz: deps ## fuzz each target for FUZZTIME (30s)
	@go list ./... | while read -r package; do \
		for target in $$(go test -list '^Fuzz' "$$package" | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
		done; \
	done

golden: deps ## write the golden files anew; read their diff before you commit
	go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -update

bench: deps ## run the benchmarks matching BENCH COUNT times and show their medians
	go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) ./... | tee bench.out
	go run $(BENCHSTAT) bench.out

profile: deps ## record what the build optimizes for, after the code has changed much
	go test -trimpath -run '^$$' -bench Replay -benchtime 12s -cpuprofile $(PROFILE) -o /dev/null .

bench-peers: build ## compare speed and memory with tcpdump, tshark and tcptrace; PEERS has options
	go run ./testdata/peers $(PEERS) ./tcpshake

fixtures: ## build the captures from their scripts; RECORD="mariadb lab", as root, records real traffic again too
	go run ./testdata/fixtures
	@for what in $(RECORD); do go run ./testdata/record $$what || exit 1; done

conformance: deps ## compare the packet line with the installed tcpdump; SEED varies the packets
	go test -count=1 -v -run Conformance $(PACKET_LINE) -seed $(SEED) -packets 5000

install: deps ## install tcpshake into Go's bin folder
	go install -trimpath -pgo=$(PROFILE) .

clean: ## remove what was built
	go clean
	rm -f tcpshake bench.out soak.out
