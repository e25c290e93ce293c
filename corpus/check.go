package corpus

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"annals"
)

//go:embed codes.txt
var codes string

func lists() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(codes) {
		if f := strings.Fields(line); len(f) > 0 && f[0] != "#" {
			out[f[0]] = append(out[f[0]], f[1:]...)
		}
	}
	return out
}

// Check holds items against the codebook and returns every breach, with file
// and line. What it lets pass may still be wrong; what it reports is.
func Check(items []Item) error {
	c := checker{lists: lists()}
	for i := range items {
		c.item(&items[i])
	}
	return errors.Join(c.errs...)
}

type checker struct {
	lists map[string][]string
	at    string
	errs  []error
}

func (c *checker) report(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: "+format, append([]any{c.at}, args...)...))
}

func (c *checker) value(key, value string) {
	if !slices.Contains(c.lists[key], value) {
		c.report("%q is no %s", value, key)
	}
}

func (c *checker) item(it *Item) {
	c.at = fmt.Sprintf("%s:%d", it.File, it.Line)
	if it.Published == "" {
		c.report("no %%published before the sentence")
	}
	if strings.TrimSpace(it.Text) != it.Text || strings.Contains(it.Text, "  ") || it.Text == "" {
		c.report("spaces too many, or no text")
	}
	for _, m := range it.Marks {
		if t := m.Of(it.Text); t == "" || t != strings.TrimSpace(t) {
			c.report("mark %q starts or ends with a space", t)
		}
	}
	for i := range it.Claims {
		c.claim(it, &it.Claims[i], i+1)
	}
}

func (c *checker) claim(it *Item, k *annals.Claim, n int) {
	c.at = fmt.Sprintf("%s:%d: claim %d", it.File, it.Line, n)
	if k.Trigger == "" || (annals.Span{Start: k.TriggerStart, End: k.TriggerEnd}).Of(it.Text) != k.Trigger {
		c.report("trigger %q has no words", k.Trigger)
	}
	if k.Type.Quad() == 0 {
		c.report("%q is no type", k.Type)
	}
	c.value("status", string(k.Status))
	c.rewriting(k)
	for _, m := range k.Mode {
		if !slices.Contains(c.lists[string(k.Type)], m) && !slices.Contains(c.lists[string(k.Underlying)], m) {
			c.report("%q is no mode of %s", m, k.Type)
		}
	}
	if len(k.Actor)+len(k.Recipient) == 0 {
		c.report("neither actor nor recipient")
	}
	for _, p := range slices.Concat(k.Actor, k.Recipient) {
		c.country(p.Country)
		c.value("sector", p.Sector)
	}
	c.rest(k)
}

// rewritten says which types PLOVER's rewriting can give (sections 2.3 and 3).
func rewritten() map[annals.Type][]annals.Type {
	return map[annals.Type][]annals.Type{
		annals.Agree:    {annals.Consult, annals.Support, annals.Cooperate, annals.Aid, annals.Retreat, annals.Request},
		annals.Concede:  {annals.Retreat, annals.Request},
		annals.Reject:   {annals.Agree, annals.Consult, annals.Support, annals.Concede, annals.Cooperate, annals.Aid, annals.Retreat, annals.Request},
		annals.Threaten: {annals.Assault, annals.Coerce, annals.Sanction, annals.Protest, annals.Mobilize, annals.Reject},
	}
}

func (c *checker) rewriting(k *annals.Claim) {
	if k.Underlying == "" {
		return
	}
	if !slices.Contains(rewritten()[k.Type], k.Underlying) {
		c.report("%s is not made from %s", k.Type, k.Underlying)
	}
	if k.Status == annals.Future {
		c.report("a rewritten future act has the status of the promise, not future")
	}
}

func (c *checker) country(code annals.Code) {
	if code != "" {
		c.value("country", string(code))
	}
}

func (c *checker) rest(k *annals.Claim) {
	for _, a := range k.Attribution {
		c.country(a.Country)
		c.value("kind", a.Kind)
	}
	if k.Where != nil {
		c.country(k.Where.Country)
	}
	for _, s := range k.Size {
		c.value("size", s.What)
		if s.Min != nil && s.Max != nil && *s.Min > *s.Max {
			c.report("size %q: min above max", s.Text)
		}
		if (s.What == "money") != (s.Unit != "") {
			c.report("size %q: money wants a unit, nothing else has one", s.Text)
		}
	}
}
