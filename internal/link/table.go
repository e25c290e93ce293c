package link

import (
	"bufio"
	"embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
)

//go:embed tables/*.txt
var tables embed.FS

// longestName is the longest name, in tokens, that is looked up.
const longestName = 12

// A form is how a name of the table names its entity.
type form uint8

const (
	fullName  form = iota // Poland, Hamas
	adjective             // Polish
	people                // Poles
	seat                  // Warsaw, the Kremlin
	surname               // Tusk
)

// An entry is one name of one entity.
type entry struct {
	annals.Entity
	form     form
	spelling string // as the table has it, to hold the case against
	from, to annals.Date
	office   string // of a person: president
	own      bool   // of the user's table
	local    bool   // counts only where its country is spoken of
}

// A lexicon finds names by their folded spelling.
type lexicon struct {
	names map[string][]entry
	words map[string]int // first word → most tokens of a name that begins so
}

// readTable calls row for each line of an embedded table that is neither empty
// nor a comment, with its cells, apart by "|".
func readTable(name string, row func(cells []string) error) error {
	f, err := tables.Open("tables/" + name)
	if err != nil {
		return fmt.Errorf("open table %q: %w", name, err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for line := 1; s.Scan(); line++ {
		text := strings.TrimSpace(s.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		cells := strings.Split(text, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if err := row(cells); err != nil {
			return fmt.Errorf("tables/%s:%d: %w", name, line, err)
		}
	}
	return s.Err()
}

// alternatives are the parts of a cell, apart by ";".
func alternatives(cell string) []string {
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// fold is the form under which names are found: lower case, straight quotes,
// single spaces, no leading article.
func fold(s string) string {
	return strings.TrimPrefix(foldWord(strings.Join(strings.Fields(s), " ")), "the ")
}

// foldWord is the form of one word.
func foldWord(s string) string {
	if strings.ContainsAny(s, "’‘‐‑") {
		s = straight.Replace(s)
	}
	return strings.ToLower(s)
}

// straight writes typographic quotes and hyphens as on a keyboard.
var straight = strings.NewReplacer("’", "'", "‘", "'", "‐", "-", "‑", "-")

func (l *lexicon) add(e entry) {
	key := fold(e.spelling)
	if key == "" {
		return
	}
	l.names[key] = append(l.names[key], e)
	first := firstWord(key)
	l.words[first] = max(l.words[first], min(len(strings.FieldsFunc(key, wordBreak))*2+1, longestName))
}

// firstWord is the leading letters and digits of s, by which a name is looked
// for: tokens may be cut after it (N'|Djamena, Guinea|-|Bissau).
func firstWord(s string) string {
	if i := strings.IndexFunc(s, wordBreak); i > 0 {
		return s[:i]
	}
	return s
}

func wordBreak(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' }

// A spelled name is a name of the table at tokens [first, last) of a sentence.
type spelled struct {
	first, last int
	entries     []entry
}

// scan finds every name of the table among tokens of text, in order of their
// beginning, the longest first.
func (l *lexicon) scan(ts []annals.Token, text string) []spelled {
	var b strings.Builder
	start, end := make([]int, len(ts)), make([]int, len(ts))
	for k := range ts {
		if k > 0 && ts[k].Start > ts[k-1].End {
			b.WriteByte(' ')
		}
		start[k] = b.Len()
		b.WriteString(foldWord(ts[k].Of(text)))
		end[k] = b.Len()
	}
	folded := b.String()
	var out []spelled
	for first := range ts {
		longest := l.words[firstWord(folded[start[first]:end[first]])]
		for last := min(first+longest, len(ts)); last > first; last-- {
			es := l.names[folded[start[first]:end[last-1]]]
			if len(es) == 0 {
				continue
			}
			words := annals.Span{Start: ts[first].Start, End: ts[last-1].End}.Of(text)
			if es = fitting(es, words); len(es) > 0 {
				out = append(out, spelled{first, last, es})
			}
		}
	}
	return out
}

// fitting are the entries that words may be written for.
func fitting(es []entry, words string) []entry {
	all := true
	for k := range es {
		all = all && caseFits(es[k].spelling, words)
	}
	if all {
		return es
	}
	var out []entry
	for k := range es {
		if caseFits(es[k].spelling, words) {
			out = append(out, es[k])
		}
	}
	return out
}

// find are the entries that words may name, the case being right.
func (l *lexicon) find(words string) []entry {
	return fitting(l.names[fold(words)], words)
}

// caseFits reports whether words may be written for a name spelled so: what
// is all capitals (WHO, US) must be so in the text, and what begins with a
// capital must begin with one.
func caseFits(spelling, words string) bool {
	spelling, words = strings.TrimPrefix(spelling, "the "), trimArticle(words)
	if capitals(spelling) {
		return spelling == words
	}
	s, _ := utf8.DecodeRuneInString(spelling)
	w, _ := utf8.DecodeRuneInString(words)
	return !unicode.IsUpper(s) || unicode.IsUpper(w)
}

func trimArticle(s string) string {
	if len(s) > 4 && strings.EqualFold(s[:4], "the ") {
		return s[4:]
	}
	return s
}

func capitals(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}
