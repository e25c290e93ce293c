package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"annals"
)

// A raw mark is a span and the codes that follow it, not yet understood.
type raw struct {
	annals.Span
	codes string
}

// parse fills the text, the claims and the marks of it from a marked line.
func (it *Item) parse(line string) error {
	text, marks, err := split(line)
	if err != nil {
		return err
	}
	it.Text = text
	// Triggers first: the other codes refer to them.
	numbers := map[int]bool{}
	for _, m := range marks {
		if err := it.eachCode(m, func(code []string) error { return it.trigger(m.Span, code, numbers) }); err != nil {
			return err
		}
	}
	for k := 1; k <= len(numbers); k++ {
		if !numbers[k] {
			return fmt.Errorf("%d triggers, but none has number %d", len(numbers), k)
		}
	}
	// Whoever quotes comes before whom he quotes, and cues go to both, wherever
	// they stand in the text.
	for turn := range 3 {
		for _, m := range marks {
			if err := it.eachCode(m, func(code []string) error { return it.role(m.Span, code, turn) }); err != nil {
				return err
			}
		}
	}
	slices.SortStableFunc(it.Marks, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	for i := range it.Claims {
		it.finish(&it.Claims[i])
	}
	return nil
}

// split parts a line into its plain text and its marks, outer before inner.
func split(line string) (string, []raw, error) {
	var text strings.Builder
	var open []int
	var marks []raw
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && strings.IndexByte(`[]{}\`, line[i+1]) >= 0:
			i++
			text.WriteByte(line[i])
		case c == '[':
			if open = append(open, text.Len()); len(open) > maxDepth {
				return "", nil, errors.New("marks nest too deep")
			}
		case c == ']':
			end := strings.IndexByte(line[i:], '}')
			if len(open) == 0 || end < 0 || i+1 >= len(line) || line[i+1] != '{' {
				return "", nil, fmt.Errorf("column %d: ] closes nothing or has no {codes}", i+1)
			}
			start := open[len(open)-1]
			open = open[:len(open)-1]
			marks = append(marks, raw{annals.Span{Start: start, End: text.Len()}, line[i+2 : i+end]})
			i += end
		case c == '{' || c == '}':
			return "", nil, fmt.Errorf("column %d: %c outside a mark", i+1, c)
		default:
			text.WriteByte(c)
		}
	}
	if len(open) > 0 {
		return "", nil, errors.New("[ is never closed")
	}
	slices.SortStableFunc(marks, func(a, b raw) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return text.String(), marks, nil
}

func (it *Item) eachCode(m raw, do func([]string) error) error {
	for _, code := range strings.Split(m.codes, ";") {
		f := strings.Fields(code)
		if len(f) == 0 {
			return fmt.Errorf("mark %q has an empty code", m.Of(it.Text))
		}
		if err := do(f); err != nil {
			return fmt.Errorf("mark %q {%s}: %w", m.Of(it.Text), strings.TrimSpace(code), err)
		}
	}
	return nil
}

// trigger reads TYPE[/mode[+mode]][#k] [<TYPE] [status] [hedged]; other codes
// are passed over.
func (it *Item) trigger(s annals.Span, code []string, numbers map[int]bool) error {
	head, number, numbered := strings.Cut(code[0], "#")
	head, modes, moded := strings.Cut(head, "/")
	if !moded { // the number may also stand before the modes
		number, modes, _ = strings.Cut(number, "/")
	}
	if head == "" || head[0] < 'A' || head[0] > 'Z' {
		return nil
	}
	k := 1
	if numbered {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > maxClaims {
			return fmt.Errorf("claim number %q", number)
		}
		k = n
	}
	if numbers[k] {
		return fmt.Errorf("claim %d has two triggers", k)
	}
	numbers[k] = true
	c := annals.Claim{
		In: it.In, Sentence: it.Index, Span: annals.Span{Start: 0, End: len(it.Text)},
		ID:      fmt.Sprintf("%s:%d#%d", it.File, it.Line, k),
		Trigger: s.Of(it.Text), TriggerStart: s.Start, TriggerEnd: s.End,
		Type: annals.Type(head), Status: annals.Actual,
	}
	if modes != "" {
		c.Mode = strings.Split(modes, "+")
	}
	for _, w := range code[1:] {
		switch {
		case w[0] == '<':
			kind, modes, moded := strings.Cut(w[1:], "/")
			if c.Underlying = annals.Type(kind); moded {
				c.Mode = append(c.Mode, strings.Split(modes, "+")...)
			}
		case w == "hedged":
			c.Hedged = true
		default:
			c.Status = annals.Status(w)
		}
	}
	for len(it.Claims) < k {
		it.Claims = append(it.Claims, annals.Claim{})
	}
	it.Claims[k-1] = c
	it.mark(s, Trigger, []int{k - 1}, false)
	return nil
}

// role reads a code whose turn it is; that of a trigger is done.
func (it *Item) role(s annals.Span, code []string, turn int) error {
	letters := strings.TrimRight(code[0], "0123456789*")
	if letters == "" || letters[0] >= 'A' && letters[0] <= 'Z' || turn != turnOf(letters) {
		return nil
	}
	claims, err := it.numbers(code[0][len(letters):])
	if err != nil {
		return err
	}
	role, inner, err := it.apply(s, letters, code[1:], claims)
	if err == nil {
		it.mark(s, role, claims, inner)
	}
	return err
}

func turnOf(letters string) int {
	switch letters {
	case "ss":
		return 1
	case "q", "qq":
		return 2
	}
	return 0
}

// numbers reads the claims a code is about: "" = the first, "12", or "*".
func (it *Item) numbers(s string) ([]int, error) {
	var out []int
	switch s {
	case "":
		s = "1"
	case "*":
		for k := range it.Claims {
			out = append(out, k)
		}
	}
	for _, d := range strings.Trim(s, "*") {
		k := int(d - '1')
		if k < 0 || k >= len(it.Claims) || slices.Contains(out, k) {
			return nil, fmt.Errorf("there is no claim %c, or it is named twice", d)
		}
		out = append(out, k)
	}
	if len(out) == 0 {
		return nil, errors.New("the sentence has no claim")
	}
	return out, nil
}

func (it *Item) mark(s annals.Span, role Role, claims []int, inner bool) {
	if s.Len() > 0 {
		it.Marks = append(it.Marks, Mark{Span: s, In: it.In, Role: role, Claims: claims, Inner: inner})
	}
}

// finish gives a claim the defaults of what was not marked.
func (it *Item) finish(c *annals.Claim) {
	if c.When.Basis == "" {
		c.When = annals.When{Start: it.Published, End: it.Published, Basis: annals.Published}
	}
}
