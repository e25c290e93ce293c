package rights

import (
	"annals"
)

// A Basis is why an outlet's pages may be coded although mining is reserved.
type Basis string

// The bases that a configuration may name.
const (
	None     Basis = ""
	Own      Basis = "own"      // the user is the publisher
	Licence  Basis = "licence"  // the publisher has licensed it
	Research Basis = "research" // Directive (EU) 2019/790, article 3, or the like
)

// A Line is what one signal says.
type Line struct {
	annals.Signal
	Effect  Effect
	Source  string // where the effect is defined; "" for a kind that is not known
	Decides bool   // the decision would be another without it and what is like it
}

// A Decision is what may be done with a page.
type Decision struct {
	annals.Rights
	Lines []Line
	Basis Basis // that lets a reserved page be coded
	Fetch bool  // the page may be fetched
	Index bool  // headline, link and date may be kept, as a feed has them where Fetch is false
	Code  bool  // claims may be made of it
}

// Decide says what may be done with a page of which signals are known. The most
// restrictive wins; a basis lifts a reservation of mining, never a refusal of
// fetching or listing.
func Decide(signals []annals.Signal, basis Basis) Decision {
	d := Decision{Rights: Add(annals.Rights{}, signals...), Basis: basis, Fetch: true, Index: true, Code: true}
	for _, s := range d.Signals {
		e, source := Means(s)
		d.Lines = append(d.Lines, Line{Signal: s, Effect: e, Source: source})
		switch e {
		case NoFetch:
			d.Fetch = false
		case NoIndex:
			d.Index = false
		}
	}
	d.Code = d.Fetch && d.Index && (!d.Reserved || basis != None)
	worst := d.worst()
	for k := range d.Lines {
		d.Lines[k].Decides = d.Lines[k].Effect == worst && worst != Note
	}
	return d
}

// worst is the most restrictive effect of all lines.
func (d *Decision) worst() Effect {
	for _, e := range []Effect{NoFetch, NoIndex, NoCode, Allow} {
		for _, l := range d.Lines {
			if l.Effect == e {
				return e
			}
		}
	}
	return Note
}
