package link

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"annals"
)

// Outlets are who publishes news, by name and by domain: where an outlet sits,
// and which agency an article credits. It is immutable after [LoadOutlets].
type Outlets struct {
	known   map[string]annals.Outlet // by name, lower case
	domains map[string]annals.Code   // by last part of a host
}

// LoadOutlets reads the tables of bodies and of domains.
func LoadOutlets() (*Outlets, error) {
	o := &Outlets{known: map[string]annals.Outlet{}, domains: map[string]annals.Code{}}
	if err := readTable("bodies.txt", o.body); err != nil {
		return nil, fmt.Errorf("load outlets: %w", err)
	}
	if err := readTable("domains.txt", o.domain); err != nil {
		return nil, fmt.Errorf("load outlets: %w", err)
	}
	return o, nil
}

// body takes a row of a body if it is of journalists.
func (o *Outlets) body(cells []string) error {
	head := strings.Fields(cells[0])
	if len(head) < 2 || head[1] != "JRN" || len(cells) < 2 {
		return nil
	}
	out := annals.Outlet{Name: cells[1], Country: annals.Code(strings.Trim(head[0], "-"))}
	names := []string{cells[1]}
	if len(cells) > 2 {
		names = append(names, alternatives(cells[2])...)
	}
	for _, n := range names {
		o.known[outletKey(n)] = out
	}
	return nil
}

func (o *Outlets) domain(cells []string) error {
	words := strings.Fields(cells[0])
	if len(words)%2 != 0 {
		return fmt.Errorf("a domain without a code, or a code without a domain")
	}
	for i := 0; i < len(words); i += 2 {
		o.domains[words[i]] = annals.Code(words[i+1])
	}
	return nil
}

func outletKey(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.Join(strings.Fields(name), " ")), "the ")
}

// Country is where an outlet sits: as the tables say of its name, else the
// country of the domain that it publishes under; "" if neither says. A host
// below the reserved domain example is read without it.
func (o *Outlets) Country(name, address string) annals.Code {
	if out, ok := o.known[outletKey(name)]; ok && out.Country != "" {
		return out.Country
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".example")
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return ""
	}
	return o.domains[host[dot+1:]]
}

// What credits an agency, and the words in it that are its name.
var (
	creditingDateline = regexp.MustCompile(`^\p{Lu}[^()\n]{1,60}\(([^()\n]{2,40})\)\s*(?:[-–—]{1,2}\s|:\s)`)
	creditingLine     = regexp.MustCompile(`(?i)^[(\[]?(?:with (?:reporting|files|inputs?|material) (?:by|from)|source:)\s+(.{2,60}?)[)\].]*$`)
	contributed       = regexp.MustCompile(`^[(\[]?(?:The )?(\p{Lu}[^.\n]{1,50}?) (?:also )?contributed (?:reporting )?to this (?:report|story|article)[)\].]*$`)
	creditingOutlet   = regexp.MustCompile(`^(?:(.{2,60}) via .+|.+ \(([^()]{2,60})\))$`)
	oneWire           = regexp.MustCompile(`^\S+ Wire$`) // or an agency: nobody can tell from the name alone
	agencyName        = regexp.MustCompile(`^(?:\p{Lu}[\p{L}’'-]*\s+)+(?:Wire|Newswire|News Agency|Press Agency|Agency|News Service|Press Service)$`)
)

// Agency is the agency that an article says its words are from, by its full
// name; "" if it credits none. It looks at the line of the outlet, the
// dateline, the byline, lines of credit and the last paragraph. Who took the
// picture does not count.
func (o *Outlets) Agency(a *annals.Article) string {
	if m := creditingOutlet.FindStringSubmatch(a.Outlet); m != nil {
		return o.fullName(m[1] + m[2])
	}
	if m := creditingDateline.FindStringSubmatch(a.Text); m != nil && o.agency(m[1]) {
		return o.fullName(m[1])
	}
	for _, by := range a.Byline {
		_, name, comma := strings.Cut(strings.TrimPrefix(by, "By "), ",")
		if !comma {
			name = by
		}
		name = strings.TrimSpace(name)
		if o.agency(name) && (comma || !oneWire.MatchString(name)) {
			return o.fullName(name)
		}
	}
	last := a.Text[strings.LastIndexByte(strings.TrimRight(a.Text, "\n"), '\n')+1:]
	for _, line := range append([]string{last}, a.Credits...) {
		for _, form := range []*regexp.Regexp{creditingLine, contributed} {
			if m := form.FindStringSubmatch(strings.TrimSpace(line)); m != nil && o.agency(m[1]) {
				return o.fullName(m[1])
			}
		}
	}
	return ""
}

// agency reports whether a name is that of an outlet of the tables, or speaks
// of an agency.
func (o *Outlets) agency(name string) bool {
	_, ok := o.known[outletKey(name)]
	return ok || agencyName.MatchString(strings.TrimSpace(name))
}

func (o *Outlets) fullName(name string) string {
	if out, ok := o.known[outletKey(name)]; ok {
		return out.Name
	}
	return strings.TrimSpace(name)
}
