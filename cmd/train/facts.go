package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// factsCmd derives internal/link/tables/leaders.txt from the World Factbook
// (who is in office) and REIGN (who was, since 1950), and facts.txt (parties,
// forces, groups) from the Factbook.
type factsCmd struct {
	States string `help:"Table of states." default:"internal/link/tables/states.txt"`
	// Dependencies have the head of state of another state.
	Dependencies string `help:"Table of dependencies." default:"internal/link/tables/dependencies.txt"`
	Out          string `help:"Table of leaders to write." default:"internal/link/tables/leaders.txt"`
	Bodies       string `help:"Table of parties, forces and groups to write." default:"internal/link/tables/facts.txt"`
}

// A term is one leader's time in one office.
type term struct{ code, office, name, from, to, aliases string }

func (cmd *factsCmd) Run(all *commands) error {
	byCOW, byGEC, err := stateCodes(cmd.States)
	if err != nil {
		return err
	}
	facts := filepath.Join(all.Shared, "data", "facts")
	if err := writeBodies(filepath.Join(facts, "factbook"), cmd.Bodies, byGEC); err != nil {
		return err
	}
	current, err := factbookLeaders(filepath.Join(facts, "factbook"), byGEC)
	if err != nil {
		return err
	}
	ruled, err := dependencies(cmd.Dependencies)
	if err != nil {
		return err
	}
	current = slices.DeleteFunc(current, func(t term) bool { // whose head of state is that of another state
		return ruled[t.code] && t.office != "premier" && !strings.HasSuffix(t.office, "prime minister")
	})
	past, err := reignLeaders(filepath.Join(facts, "reign", "leaderlist_3_21.csv"), byCOW)
	if err != nil {
		return err
	}
	terms := append(current, withoutKnown(past, current)...)
	slices.SortFunc(terms, func(a, b term) int {
		return strings.Compare(a.code+a.from+a.name+a.office, b.code+b.from+b.name+b.office)
	})
	terms = slices.Compact(terms)
	var b strings.Builder
	b.WriteString(leadersHead)
	for _, t := range terms {
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %s\n", t.code, t.office, t.name, t.from, t.to, t.aliases)
	}
	return os.WriteFile(cmd.Out, []byte(b.String()), 0o666)
}

const leadersHead = `# Heads of state and government with their terms. Made by "go run ./cmd/train facts"; do not edit:
# what is missing goes to ministers.txt, which has the same form.
# Sources: CIA World Factbook, May 2026 (public domain); REIGN leader list, March 2021 (Bell, 2016).
# code | office | name | from | to | other names
`

// stateCodes reads the COW numbers and GEC codes of states.txt.
func stateCodes(file string) (byCOW, byGEC map[string]string, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	byCOW, byGEC = map[string]string{}, map[string]string{}
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(line, "|")
		if strings.HasPrefix(line, "#") || len(cells) != 8 {
			continue
		}
		iso, _, _ := strings.Cut(strings.TrimSpace(cells[0]), " ") // GEO PRE
		gec, cow := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		byCOW[cow] = iso
		if _, ok := byGEC[gec]; !ok {
			byGEC[gec] = iso
		}
	}
	return byCOW, byGEC, nil
}

// dependencies reads the codes of dependencies.txt.
func dependencies(file string) (map[string]bool, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		if code, _, ok := strings.Cut(line, "|"); ok && !strings.HasPrefix(line, "#") {
			out[strings.TrimSpace(code)] = true
		}
	}
	return out, nil
}

// offices are the words that begin a leader's entry of the Factbook.
var offices = regexp.MustCompile(`\b(Acting President|Interim President|Transitional President|President|Acting Prime Minister|Interim Prime Minister|Prime Minister|King|Queen|Chancellor|Federal Chancellor|Amir|Sultan|Supreme Leader|Taoiseach|Premier|Grand Duke|Prince|Emperor|State Affairs Commission President)\s+((?:[\p{L}'’.-]+\s+){0,4}?)([\p{Lu}][\p{Lu}'’-]+(?:\s+[\p{Lu}][\p{Lu}'’-]+)*)[^()]{0,80}\(since ([^;)]+)\)`)

func factbookLeaders(dir string, byGEC map[string]string) ([]term, error) {
	var out []term
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		code := byGEC[strings.TrimSuffix(filepath.Base(path), ".json")]
		if code == "" {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var area struct {
			Government struct {
				Executive map[string]json.RawMessage `json:"Executive branch"`
			}
		}
		if err := json.Unmarshal(b, &area); err != nil {
			return nil // areas without a government have another shape
		}
		for _, key := range []string{"chief of state", "head of government"} {
			var v struct{ Text string }
			if json.Unmarshal(area.Government.Executive[key], &v) == nil {
				out = append(out, termsIn(code, html.UnescapeString(v.Text))...)
			}
		}
		return nil
	})
	return out, err
}

// termsIn finds the leaders in one entry of the Factbook.
func termsIn(code, text string) []term {
	var out []term
	for _, m := range offices.FindAllStringSubmatch(text, -1) {
		surname := title(m[3])
		m[2] = strings.TrimPrefix(m[2], "Dr. ")
		name := strings.TrimSpace(m[2] + surname)
		if strings.HasPrefix(name, "of ") { // President of the Territorial Council …
			continue
		}
		if utf8.RuneCountInString(surname) < 3 || familyFirst[code] && m[2] == "" {
			continue
		}
		from := ""
		for _, layout := range []string{"2 January 2006", "January 2006", "2006"} {
			if t, err := time.Parse(layout, strings.TrimSpace(m[4])); err == nil {
				from = t.Format(time.DateOnly)[:map[bool]int{true: 10, false: 4}[layout[0] == '2' && len(layout) > 4]]
				break
			}
		}
		out = append(out, term{code, strings.ToLower(m[1]), name, from, "", shortNames(code, m[2], surname)})
	}
	return out
}

// shortNames are the names that a leader goes by besides the full one. In East
// Asia the family name comes first and never stands alone for long.
func shortNames(code, given, surname string) string {
	var out []string
	first, more, _ := strings.Cut(strings.TrimSpace(given), " ")
	if more != "" {
		out = append(out, first+" "+surname)
	}
	if utf8.RuneCountInString(surname) > 3 || code == "CHN" {
		out = append(out, surname)
	}
	return strings.Join(out, ";")
}

// familyFirst are the codes of states where the family name comes first.
var familyFirst = map[string]bool{"CHN": true, "KOR": true, "PRK": true, "TWN": true, "VNM": true, "KHM": true}

// roman is the number after a monarch's name.
var roman = regexp.MustCompile(` [IVX][ivx]*$`)

// title writes NAWROCKI as Nawrocki, AL-SISI as Al-Sisi, CHARLES III as Charles
// III.
func title(s string) string {
	up := true
	s = strings.Map(func(r rune) rune {
		out := unicode.ToLower(r)
		if up {
			out = unicode.ToUpper(r)
		}
		up = r == ' ' || r == '-'
		return out
	}, s)
	return roman.ReplaceAllStringFunc(s, strings.ToUpper)
}

func reignLeaders(file string, byCOW map[string]string) ([]term, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var out []term
	for _, r := range rows[1:] {
		code := byCOW[r[1]]
		name := strings.TrimSpace(strings.Join(strings.Fields(r[3]), " "))
		if code == "" || name == "" || strings.ContainsAny(name, "|;()") {
			continue
		}
		given, surname := "", name
		if i := strings.LastIndexByte(name, ' '); i > 0 && !familyFirst[code] {
			given, surname = name[:i], name[i+1:]
		}
		out = append(out, term{code, "leader", name, yearMonth(r[6], r[5]), yearMonth(r[8], r[7]), shortNames(code, given, surname)})
	}
	return out, nil
}

func yearMonth(year, month string) string {
	m, err := strconv.Atoi(month)
	if year == "" || err != nil {
		return ""
	}
	return fmt.Sprintf("%s-%02d", year, m)
}

func lastName(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// withoutKnown leaves out terms of REIGN that are still open or that a name of
// the Factbook carries on, and closes what was open when the list ended.
func withoutKnown(past, current []term) []term {
	var out []term
	for _, p := range past {
		if p.to == "" && !slices.ContainsFunc(current, func(c term) bool { return c.code == p.code && strings.HasSuffix(c.name, lastName(p.name)) }) {
			p.to = "2022"
		}
		out = append(out, p)
	}
	return out
}
