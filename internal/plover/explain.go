package plover

import (
	"fmt"
	"io"

	"annals"
)

// Explain writes what the coder thinks of each predicate of the sentences: the
// row that it fits, the operators over it, the parties, and why it is no claim.
// With a claim it writes of the claim's sentence alone; nil is all of them.
func (b *Codebook) Explain(w io.Writer, a *annals.Article, ss []annals.Sentence, ms []annals.Mention, of *annals.Claim) {
	x := newCoder(b, a, ss, ms)
	for _, t := range x.trees {
		ds := x.sentence(t)
		if len(ds) == 0 || of != nil && (t.s.In != of.In || t.s.Span != of.Span) {
			continue
		}
		fmt.Fprintf(w, "%s\n", t.s.Span.Of(x.body(t)))
		for _, m := range t.ms {
			for _, e := range m.Entities {
				fmt.Fprintf(w, "  mention %q = %s %s %s %s (%s %.2f)\n", m.Text, e.Name, e.Kind, e.Country, e.Sector, m.Via, m.Sure)
			}
		}
		for _, d := range ds {
			fmt.Fprintf(w, "  %s %s %q", d.fit.e.rule, d.typ, t.tok(d.pred).Form)
			for _, e := range d.fx {
				fmt.Fprintf(w, " %s(%s)", e.name, e.words)
			}
			explainParties(w, " actor", d.actors)
			explainParties(w, " recipient", d.recips)
			for _, r := range d.why {
				if r.Rule == "roles" {
					fmt.Fprintf(w, " (roles %s)", r.Words)
				}
			}
			if d.said != "" {
				fmt.Fprintf(w, " (judge: %s)", d.said)
			}
			if d.dead != "" {
				fmt.Fprintf(w, " -- no claim: %s", d.dead)
			}
			fmt.Fprintln(w)
		}
	}
}

func explainParties(w io.Writer, role string, ps []party) {
	for _, p := range ps {
		fmt.Fprintf(w, "%s %q %s %s", role, p.Text, p.Country, p.Sector)
	}
}
