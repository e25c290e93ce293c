package main

import (
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A localBody is an organisation that the Factbook names for one area.
type localBody struct{ code, sector, kind, name, aliases string }

const factsHead = `# Parties, chambers, armed forces and listed groups of states. Made by "go run ./cmd/train facts"; do not edit:
# what is missing goes to bodies.txt, which has the same form. A name counts only where its country is spoken of.
# Source: CIA World Factbook, May 2026 (public domain).
# COUNTRY SECTOR KIND | full English name | other names
`

// writeBodies derives the table of bodies from the Factbook.
func writeBodies(dir, out string, byGEC map[string]string) error {
	var all []localBody
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		code := byGEC[strings.TrimSuffix(filepath.Base(path), ".json")]
		if code == "" {
			return nil
		}
		bodies, err := bodiesOf(code, path)
		all = append(all, bodies...)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b localBody) int {
		return strings.Compare(a.code+a.sector+a.name+a.aliases, b.code+b.sector+b.name+b.aliases)
	})
	all = slices.CompactFunc(all, func(a, b localBody) bool { return a.code == b.code && a.name == b.name })
	var b strings.Builder
	b.WriteString(factsHead)
	for _, x := range all {
		fmt.Fprintf(&b, "%s %s %s | %s | %s\n", x.code, x.sector, x.kind, x.name, x.aliases)
	}
	return os.WriteFile(out, []byte(b.String()), 0o666)
}

// texts is a section of the Factbook: most of its entries have a text, notes are
// bare.
type texts map[string]json.RawMessage

// of is the text of an entry, "" when it has none.
func (t texts) of(entry string) string {
	var v struct{ Text string }
	if json.Unmarshal(t[entry], &v) != nil {
		return ""
	}
	return v.Text
}

// bodiesOf reads the file of one area.
func bodiesOf(code, path string) ([]localBody, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var area struct {
		Government struct {
			Parties struct{ Text string } `json:"Political parties"`
			Whole   texts                 `json:"Legislative branch"`
			Lower   texts                 `json:"Legislative branch - lower chamber"`
			Upper   texts                 `json:"Legislative branch - upper chamber"`
		}
		Military struct {
			Forces struct{ Text string } `json:"Military and security forces"`
		} `json:"Military and Security"`
		Terrorism struct {
			Groups struct{ Text string } `json:"Terrorist group(s)"`
		}
	}
	if err := json.Unmarshal(b, &area); err != nil {
		return nil, nil // areas without a government have another shape
	}
	var out []localBody
	for _, party := range strings.Split(plainText(area.Government.Parties.Text), "\n") {
		out = appendBody(out, code, "PTY", "o", party)
	}
	for _, chamber := range []string{area.Government.Whole.of("legislature name"), area.Government.Lower.of("chamber name"), area.Government.Upper.of("chamber name")} {
		out = appendBody(out, code, "LEG", "o", chamber)
	}
	for _, line := range strings.Split(plainText(area.Military.Forces.Text), "\n") {
		out = append(out, forcesIn(code, line)...)
	}
	for _, group := range strings.Split(plainText(area.Terrorism.Groups.Text), ";") {
		if !strings.Contains(group, "Islamic State") && !strings.Contains(group, "al-Qa") {
			out = appendBody(out, code, "REB", "g", group)
		}
	}
	return out, nil
}

var (
	lineBreaks = regexp.MustCompile(`<br\s*/?>|</p>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
	brackets   = regexp.MustCompile(`\(([^()]*)\)`)
	acronym    = regexp.MustCompile(`^[A-Z][A-Z-]{2,7}$`)
)

func plainText(s string) string {
	s = tags.ReplaceAllString(lineBreaks.ReplaceAllString(s, "\n"), "")
	return strings.ReplaceAll(html.UnescapeString(s), "\u00a0", " ")
}

// appendBody adds the body that an entry such as "Pheu Thai (For Thais Party)
// or PTP" names, unless its name is one that many countries use.
func appendBody(out []localBody, code, sector, kind, entry string) []localBody {
	var other []string
	entry = plainText(entry)
	for _, m := range brackets.FindAllStringSubmatch(entry, -1) {
		for _, name := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ',' || r == ';' }) {
			other = append(other, strings.TrimPrefix(strings.TrimSpace(name), "aka "))
		}
	}
	entry = brackets.ReplaceAllString(entry, "")
	names := strings.Split(strings.Join(strings.Fields(entry), " "), " or ")
	name := strings.TrimSpace(names[0])
	for _, n := range names[1:] {
		other = append(other, strings.TrimSpace(n))
	}
	other = slices.DeleteFunc(other, func(s string) bool { return !acronym.MatchString(s) && !distinct(s) })
	if !distinct(name) {
		if len(other) == 0 || acronym.MatchString(other[0]) {
			return out
		}
		name, other = other[0], other[1:]
	}
	return append(out, localBody{code, sector, kind, name, strings.Join(other, ";")})
}

// distinct reports a name that is one and no description: of two words or
// more with capitals, or a single word that is not English.
func distinct(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 7 || strings.ContainsAny(s, `|;:"/[]0123456789`) || !unicode.IsUpper([]rune(s)[0]) {
		return false
	}
	plain := 0
	for _, w := range words {
		if common[strings.ToLower(strings.Trim(w, ","))] {
			plain++
		}
	}
	return plain < len(words) && (len(words) > 1 || len(s) > 4)
}

// common are words that do not make a name one of its own.
var common = map[string]bool{"parliament": true, "assembly": true, "national": true, "senate": true, "house": true, "of": true,
	"representatives": true, "the": true, "chamber": true, "deputies": true, "council": true, "congress": true, "legislature": true,
	"legislative": true, "federal": true, "supreme": true, "people's": true, "army": true, "navy": true, "air": true, "force": true,
	"forces": true, "armed": true, "police": true, "guard": true, "coast": true, "border": true, "land": true, "and": true, "ground": true,
	"ministry": true, "defense": true, "defence": true, "interior": true, "independents": true, "independent": true, "other": true,
	"none": true, "marine": true, "corps": true, "special": true, "operations": true, "command": true, "military": true, "republic": true,
	"security": true, "party": true, "alliance": true, "coalition": true, "future": true, "together": true, "union": true, "unity": true,
	"right": true, "left": true, "confederation": true, "forward": true, "momentum": true, "spirit": true, "hope": true, "freedom": true,
	"liberty": true, "progress": true, "justice": true, "democracy": true, "note": true, "na": true, "parlement": true, "parlament": true,
	"senat": true, "sénat": true, "senado": true, "staten": true, "change": true, "renewal": true, "action": true, "people": true}

// forcesIn finds forces in a line such as "Polish Armed Forces: Land Forces,
// Navy" or "Ministry of Interior: Polish National Police".
func forcesIn(code, line string) []localBody {
	if i := strings.Index(line, "(20"); i > 0 {
		line = line[:i]
	}
	line = brackets.ReplaceAllStringFunc(line, func(s string) string { // keep acronyms
		parts := strings.Split(strings.Trim(s, "()"), ",")
		if last := strings.TrimSpace(parts[len(parts)-1]); acronym.MatchString(last) {
			return "(" + last + ")"
		}
		return ""
	})
	var out []localBody
	for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ':' || r == ';' }) {
		part = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "and "))
		sector := "MIL"
		switch low := strings.ToLower(part); {
		case strings.HasPrefix(low, "ministry"), strings.HasPrefix(low, "office"), strings.HasPrefix(low, "department"):
			continue
		case strings.Contains(low, "police"), strings.Contains(low, "gendarm"), strings.Contains(low, "constab"):
			sector = "COP"
		case strings.Contains(low, "intelligence"), strings.Contains(low, "state security"):
			sector = "SPY"
		case !strings.Contains(low, "force"), len(strings.Fields(part)) > 6:
			if !strings.Contains(low, "army") && !strings.Contains(low, "navy") && !strings.Contains(low, "guard") && !strings.Contains(low, "corps") {
				continue
			}
		}
		out = appendBody(out, code, sector, "o", part)
	}
	return out
}
