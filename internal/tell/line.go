package tell

import (
	"fmt"
	"slices"
	"strings"

	"annals"
)

// says is how statuses are told: before a line, and of a change; tail is what the
// title of an event ends in for it.
var says = map[annals.Status]struct{ head, word, tail string }{
	annals.Actual:       {"", "happened", ""},
	annals.Ongoing:      {"", "going on", ""},
	annals.Future:       {"planned: ", "planned", ", announced"},
	annals.Hypothetical: {"may happen: ", "possible", ", possible"},
	annals.Negated:      {"did not happen: ", "did not happen", ", denied"},
	annals.Historical:   {"in the past: ", "long past", ""},
}

// comes are the nouns of a title that say by themselves that an act is to come.
var comes = []string{"planned ", "promise ", "threat "}

// saysItself reports a title like "A, B: planned talks", before which nothing
// need be said of what is planned.
func saysItself(title string) bool {
	noun := strings.ToLower(title[strings.LastIndex(title, ": ")+1:])
	return slices.ContainsFunc(comes, func(w string) bool { return strings.HasPrefix(strings.TrimSpace(noun), w) })
}

func turned(was, is annals.Status) string {
	return fmt.Sprintf("was: %s, is: %s", says[was].word, says[is].word)
}

// Line is an event in a line that says no more than its reports do: what has not
// happened, or may not have, is told as that.
func Line(e *annals.Event) string {
	say := says[e.Status]
	if e.Status == annals.Future && saysItself(e.Title) {
		say.head = ""
	}
	s := say.head + strings.TrimSuffix(e.Title, say.tail)
	if e.Hedged {
		s = "reportedly " + s
	}
	if len(e.Denied) > 0 && e.Status != annals.Negated {
		s += " (denied)"
	}
	return s
}
