package main

import (
	"encoding/json"
	"fmt"
	"io"

	"annals"
	"annals/eval"
)

// measures is what the whole path is scored by, gathered one article at a time.
type measures struct {
	claims eval.Claims
	sure   eval.Reliability
	quiet  eval.FalseClaims
}

// A pathScore is the measures of the whole path. FalseClaims is nil when no
// sentence without a claim stood alone.
type pathScore struct {
	eval.ClaimScore
	Reliability eval.ReliabilityScore `json:"reliability"`
	FalseClaims *eval.FalseClaims     `json:"false_claims,omitempty"`
}

// add counts an article and returns the pairs of claims that agree.
func (m *measures) add(g *goldFile, got []annals.Claim) [][2]int {
	m.sure.Add(g.Claims, got)
	if g.alone && len(g.Claims) == 0 {
		m.quiet.Add(got)
	}
	return m.claims.Add(g.Claims, got)
}

// print writes the score, as lines or as one JSON object.
func (m *measures) print(w io.Writer, asJSON bool) error {
	s := pathScore{ClaimScore: m.claims.Score(), Reliability: m.sure.Score()}
	if m.quiet.Sentences > 0 {
		s.FalseClaims = &m.quiet
	}
	if asJSON {
		return json.NewEncoder(w).Encode(s)
	}
	printClaims(w, s.ClaimScore)
	if s.FalseClaims != nil {
		printFalse(w, s.FalseClaims)
	}
	printReliability(w, s.Reliability)
	return nil
}

func printFalse(w io.Writer, f *eval.FalseClaims) {
	fmt.Fprintf(w, "%-14s %3d/%-3d = %.3f  (sentences alone and without gold claim that yield one; %d of confidence %.1f and up)\n",
		"false claims", f.Coded, f.Sentences, f.Rate, f.Sure, eval.Sure)
}

func printReliability(w io.Writer, r eval.ReliabilityScore) {
	fmt.Fprintf(w, "%-14s predicted  right in type    right in type and both parties\n", "confidence")
	for _, b := range r.Tenths {
		printBin(w, fmt.Sprintf("%.1f to %.1f", b.From, b.To), b)
	}
	printBin(w, fmt.Sprintf("%.1f and up", eval.Sure), r.Sure)
}

func printBin(w io.Writer, name string, b eval.Bin) {
	share := func(s eval.Share) string { return fmt.Sprintf("%3d/%-3d = %.3f", s.Right, s.Of, s.Share) }
	fmt.Fprintf(w, "  %-12s %9d  %s  %s\n", name, b.Claims, share(b.Type), share(b.Parties))
}
