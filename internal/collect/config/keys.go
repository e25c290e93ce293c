package config

import (
	"fmt"
	"maps"
	"slices"

	"annals/internal/sys/nearest"

	"go.yaml.in/yaml/v3"
)

// reader collects what is read and what is wrong.
type reader struct {
	name  string
	out   Config
	errs  []error
	feeds map[string]int // line by address
}

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s:%d: %s", r.name, n.Line, fmt.Sprintf(format, args...)))
}

// keys reads a mapping: each of its keys by what reads is.
func (r *reader) keys(n *yaml.Node, what string, reads map[string]func(*yaml.Node)) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n, "%s must have keys and values", what)
		return
	}
	seen := map[string]bool{}
	for k := 0; k+1 < len(n.Content); k += 2 {
		key := n.Content[k]
		read, ok := reads[key.Value]
		switch {
		case !ok:
			r.fail(key, "unknown key %q of %s%s", key.Value, what, suggestion(key.Value, reads))
		case seen[key.Value]:
			r.fail(key, "key %q stands twice", key.Value)
		default:
			read(n.Content[k+1])
		}
		seen[key.Value] = true
	}
}

// list reads a sequence; one value stands for a list of one.
func (r *reader) list(n *yaml.Node, each func(*yaml.Node)) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.SequenceNode {
		each(n)
		return
	}
	for _, x := range n.Content {
		each(x)
	}
}

// suggestion is the key that was probably meant.
func suggestion(key string, reads map[string]func(*yaml.Node)) string {
	best := nearest.Word(key, slices.Values(slices.Sorted(maps.Keys(reads))))
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": %q is meant?", best)
}
