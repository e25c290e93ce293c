# Shorthands for the commands that the README and CONTRIBUTING name.

.PHONY: demo test check eval bench train

demo: ## code the six example pages
	go run ./cmd/annals code examples

test:
	go test ./...

check: ## what CI runs
	./check

eval: ## measure every stage on the development data in ../shared
	./eval/run

bench: ## the figures of BENCHMARKS.md
	go test -run '^$$' -bench . -benchmem ./...

train: ## rebuild the embedded models and tables from ../shared
	go run ./cmd/train grammar
	go run ./cmd/train facts
	go run ./cmd/train places
