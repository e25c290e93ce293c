package extract

import (
	"embed"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

//go:embed tables/*.txt
var tableFiles embed.FS

// A row is one line of a table: its section, the number in the section's
// head, and the examples and near misses below it.
type row struct {
	section      string
	limit        int
	value        string
	line         int
	hits, misses []string
}

// readTable parses a table: "[section limit]" lines, "#" comments, one value a
// line, with "+" and "-" examples below it.
func readTable(name string) []row {
	data, err := tableFiles.ReadFile("tables/" + name)
	if err != nil {
		panic("extract: " + err.Error())
	}
	var rows []row
	section, limit := "", 0
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[' && strings.HasSuffix(line, "]") && !strings.Contains(line, "|"):
			head := strings.Fields(strings.Trim(line, "[]"))
			section, limit = head[0], 0
			if len(head) > 1 {
				limit, _ = strconv.Atoi(head[1])
			}
		case strings.HasPrefix(line, "+ ") && len(rows) > 0:
			rows[len(rows)-1].hits = append(rows[len(rows)-1].hits, line[2:])
		case strings.HasPrefix(line, "- ") && len(rows) > 0:
			rows[len(rows)-1].misses = append(rows[len(rows)-1].misses, line[2:])
		default:
			rows = append(rows, row{section: section, limit: limit, value: line, line: n + 1})
		}
	}
	return rows
}

// phrases finds phrases of words in runs of words; keyed by the first word.
type phrases map[string][][]string

func (p phrases) add(phrase string) {
	ws := strings.Fields(phrase)
	p[ws[0]] = append(p[ws[0]], ws)
}

// at reports whether a phrase stands at the head of ws.
func (p phrases) at(ws []string) bool {
	if len(ws) == 0 {
		return false
	}
	for _, phrase := range p[ws[0]] {
		if len(phrase) <= len(ws) && equal(phrase, ws[:len(phrase)]) {
			return true
		}
	}
	return false
}

// in reports whether a phrase stands anywhere in ws.
func (p phrases) in(ws []string) bool {
	for i := range ws {
		if p.at(ws[i:]) {
			return true
		}
	}
	return false
}

// is reports whether ws is a phrase.
func (p phrases) is(ws []string) bool {
	if len(ws) == 0 {
		return false
	}
	for _, phrase := range p[ws[0]] {
		if len(phrase) == len(ws) && equal(phrase, ws) {
			return true
		}
	}
	return false
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// A phraseTable is the sections of a table of phrases.
type phraseTable struct {
	phrases map[string]phrases
	limit   map[string]int
}

func loadPhrases(name string) phraseTable {
	t := phraseTable{map[string]phrases{}, map[string]int{}}
	for _, r := range readTable(name) {
		if t.phrases[r.section] == nil {
			t.phrases[r.section] = phrases{}
		}
		t.phrases[r.section].add(r.value)
		t.limit[r.section] = r.limit
	}
	return t
}

// A patternTable is the sections of a table of regular expressions.
type patternTable map[string][]*regexp.Regexp

func loadPatterns(name string) patternTable {
	t := patternTable{}
	for _, r := range readTable(name) {
		t[r.section] = append(t[r.section], regexp.MustCompile(r.value))
	}
	return t
}

// find is the first match of a section in s, or "".
func (t patternTable) find(section, s string) string {
	for _, re := range t[section] {
		if m := re.FindString(s); m != "" {
			return m
		}
	}
	return ""
}

// The tables, read when first needed.
var (
	classTable  = sync.OnceValue(func() phraseTable { return loadPhrases("classes.txt") })
	lineTable   = sync.OnceValue(func() phraseTable { return loadPhrases("lines.txt") })
	rightsTable = sync.OnceValue(func() patternTable { return loadPatterns("rights.txt") })
)
