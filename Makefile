.DEFAULT_GOAL := help
.PHONY: help run demo test soak fmt check build sandbox package bench clean

MVN := mvn -q -B -ntp -T 2
ENV := --env conf/env/local.yaml --pipeline conf/blog
SOURCES := $(shell find lib jobs sandbox -name target -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml \) -print) pom.xml
BUILT := target/built
LONG := -Psoak -pl tests,bench -am -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false

help: ## Show what there is
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Over so few rows most of the time would go into compiling code that then runs once.
run: export PLUMBLINE_JVM = -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m
run: build ## Do the main job on the sandbox: ingest, run, report
	@bin/with-sandbox sh -c 'bin/plumbline ingest $(ENV) && bin/plumbline run $(ENV)'

demo: ## Tell the story: a replica goes wrong, is found out, readers are moved, and come back
	@$(MVN) verify -pl tests -am -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=DemoIT \
	  -Dplumbline.shapes.skip=true -Dplumbline.demo.folder=$(CURDIR)/.plumbline/demo

test: ## Run all tests
	$(MVN) verify
	@awk -F '[:,]' '/^Tests run/ {run += $$2; skipped += $$8} END {print run - skipped " tests passed, " skipped + 0 " skipped"}' \
	  $$(find . -path '*-reports/*.txt')

soak: ## Run the long checks: many kills, big tables, many tables, many switches, many seeds
	$(MVN) verify $(LONG) -Dit.test=VolumeIT,KillIT,SubmitIT,ShopIT,RouteIT,RouteKillIT,RefillIT,MaintenanceIT,IncrementalIT,ModesIT,DifferenceIT,DetectionUnderLoadIT,BenchIT

fmt: ## Format the code
	$(MVN) spotless:apply

check: ## Check format, warnings and dependencies without running tests
	$(MVN) spotless:check verify -DskipTests

build: $(BUILT) ## Build what bin/plumbline starts

$(BUILT): $(SOURCES)
	@echo "building (once; the first build fetches the dependencies)"
	@$(MVN) package -DskipTests -pl jobs,sandbox -am
	@mkdir -p $(@D) && touch $@

sandbox: build ## Start the sandbox and leave it running
	bin/plumbline sandbox start

package: ## Make the jar to submit, and a zip that runs without Maven
	$(MVN) package -DskipTests -Ppackage -pl jobs -am
	@ls -l jobs/target/plumbline.jar jobs/target/plumbline-*.zip | awk '{printf "%8.1f MB  %s\n", $$5 / 1e6, $$NF}'

bench: build ## Measure speed: comparisons, extractions, and each step of a run with a heap of 1 GB
	@$(MVN) package -DskipTests -pl bench,sandbox -am
	bench/bench digests
	bench/bench extract
	$(MVN) verify $(LONG) -Dit.test=VolumeIT

clean: ## Remove what was built, and the sandbox's state
	@if [ -f sandbox/target/classpath.txt ]; then bin/plumbline sandbox stop >/dev/null 2>&1 || true; fi
	$(MVN) clean
	rm -rf .plumbline target
