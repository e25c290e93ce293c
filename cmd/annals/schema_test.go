package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSchemaDescribesTheOutput codes the example pages and holds every line
// against doc/record.schema.json.
func TestSchemaDescribesTheOutput(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../doc/record.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, flags := range [][]string{nil, {"--text"}} {
		var out, errs bytes.Buffer
		args := append([]string{"code", "--format", "json"}, append(flags, "../../examples")...)
		if status := run(args, &console{strings.NewReader(""), &out, &errs, func(string) string { return "" }}); status != 0 {
			t.Fatalf("annals %q: status %d: %s", args, status, errs.String())
		}
		lines := 0
		for line := range bytes.Lines(out.Bytes()) {
			lines++
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
			if err != nil {
				t.Fatalf("line %d: %v", lines, err)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("line %d: %v", lines, err)
			}
		}
		if lines < 6 {
			t.Errorf("%d lines for the six examples", lines)
		}
	}
}
