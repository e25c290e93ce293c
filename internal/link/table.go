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
	local    bool // counts only where its country is spoken of
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
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	return strings.TrimPrefix(straight.Replace(s), "the ")
}

// straight writes curly quotes and odd hyphens as plain ones.
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

// find are the entries that words may name, the case being right.
func (l *lexicon) find(words string) []entry {
	var out []entry
	for _, e := range l.names[fold(words)] {
		if caseFits(e.spelling, words) {
			out = append(out, e)
		}
	}
	return out
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
