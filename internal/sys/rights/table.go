package rights

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"annals"
)

//go:embed signals.txt
var signalsFile string

// An Effect is what a signal does.
type Effect string

// The effects, the most restrictive first.
const (
	NoFetch Effect = "fetch" // not to be fetched
	NoIndex Effect = "index" // not to be listed
	NoCode  Effect = "code"  // mining is reserved, or words may not be kept and shown
	Allow   Effect = "allow" // mining is allowed
	Note    Effect = "note"  // decides nothing
)

// A row of the table.
type meaning struct {
	value  *regexp.Regexp
	effect Effect
	source string
}

var table = sync.OnceValue(func() map[string][]meaning {
	t, err := readTable(signalsFile)
	if err != nil {
		panic(err) // a test reads it
	}
	return t
})

func readTable(text string) (map[string][]meaning, error) {
	out := map[string][]meaning{}
	n := 0
	for line := range strings.Lines(text) {
		if n++; strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(strings.ReplaceAll(strings.TrimSpace(line), `\|`, "\x00"), "|")
		if len(cells) != 4 {
			return nil, fmt.Errorf("signals.txt:%d: want 4 cells, not %d", n, len(cells))
		}
		for k := range cells {
			cells[k] = strings.TrimSpace(strings.ReplaceAll(cells[k], "\x00", "|"))
		}
		re, err := regexp.Compile(cells[1])
		if err != nil {
			return nil, fmt.Errorf("signals.txt:%d: %w", n, err)
		}
		switch e := Effect(cells[2]); e {
		case NoFetch, NoIndex, NoCode, Allow, Note:
			out[cells[0]] = append(out[cells[0]], meaning{re, e, cells[3]})
		default:
			return nil, fmt.Errorf("signals.txt:%d: unknown effect %q", n, e)
		}
	}
	return out, nil
}

// Means is what a signal does, and where that is defined. An unknown kind is a
// note.
func Means(s annals.Signal) (Effect, string) {
	v := strings.ToLower(strings.Join(strings.Fields(s.Value), ""))
	for _, m := range table()[s.Kind] {
		if m.value.MatchString(v) {
			return m.effect, m.source
		}
	}
	return Note, ""
}

// Reserves reports a signal that reserves mining of a text.
func Reserves(s annals.Signal) bool {
	e, _ := Means(s)
	return e == NoCode
}

// Add adds signals to what is known, each once, and decides anew: the first
// that reserves mining is the basis.
func Add(r annals.Rights, signals ...annals.Signal) annals.Rights {
	for _, s := range signals {
		known := false
		for _, k := range r.Signals {
			known = known || k.Kind == s.Kind && k.Value == s.Value && k.Where == s.Where
		}
		if !known {
			r.Signals = append(r.Signals, s)
		}
		if !r.Reserved && Reserves(s) {
			r.Reserved, r.Basis = true, Words(s)
		}
	}
	return r
}

// Words are a signal in a line: what it says, and where.
func Words(s annals.Signal) string {
	switch {
	case s.Kind == "notice":
		return s.Value
	case s.Kind == s.Value:
		return s.Value + " (" + s.Where + ")"
	}
	return s.Kind + ": " + s.Value + " (" + s.Where + ")"
}
