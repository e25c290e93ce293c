package eval

import "annals"

// Sure is the confidence from which on a claim is promised to hold.
const Sure = 0.8

// A Bin is the predicted claims of a range of confidence and how many of them
// the gold has, by type alone and by type and both parties. What only an
// optional claim of the gold answers is neither right nor wrong, so the shares
// may be of fewer than Claims.
type Bin struct {
	From    float64 `json:"from"` // lowest confidence, inclusive
	To      float64 `json:"to"`   // highest, exclusive but for 1
	Claims  int     `json:"claims"`
	Type    Share   `json:"type"`
	Parties Share   `json:"parties"` // type and both parties
}

// A Reliability holds the program's confidence against what came out right.
// The zero value is empty and ready.
type Reliability struct {
	tenths [10]Bin
}

// A ReliabilityScore is the bins that hold a claim, lowest first, and all
// claims of confidence Sure and up.
type ReliabilityScore struct {
	Tenths []Bin `json:"tenths"`
	Sure   Bin   `json:"sure"`
}

// Add counts the predicted claims of one article, matched as [Claims] does.
func (r *Reliability) Add(gold []GoldClaim, got []annals.Claim) {
	for i := range got {
		r.bin(&got[i]).Claims++
	}
	r.match(gold, got, byType, func(b *Bin) *Share { return &b.Type })
	r.match(gold, got, byParties, func(b *Bin) *Share { return &b.Parties })
}

func (r *Reliability) bin(c *annals.Claim) *Bin {
	return &r.tenths[tenth(c.Confidence)]
}

// tenth is the index of the range that holds a confidence; 1 is in the last.
func tenth(confidence float64) int {
	return max(0, min(9, int(confidence*10+1e-9)))
}

func (r *Reliability) match(gold []GoldClaim, got []annals.Claim, key int, share func(*Bin) *Share) {
	need, optional := parts(gold)
	used := make([]bool, len(got))
	right := make([]bool, len(got))
	for _, p := range pair(gold, got, need, used, key) {
		right[p[1]] = true
	}
	pair(gold, got, optional, used, key)
	for i := range got {
		if used[i] && !right[i] {
			continue
		}
		s := share(r.bin(&got[i]))
		s.Of++
		if right[i] {
			s.Right++
		}
	}
}

// Score is the table of all articles added.
func (r *Reliability) Score() ReliabilityScore {
	s := ReliabilityScore{Sure: Bin{From: Sure, To: 1}}
	for i, b := range r.tenths {
		b.From, b.To = float64(i)/10, float64(i+1)/10
		if i >= tenth(Sure) {
			s.Sure.add(b)
		}
		if b.Claims > 0 {
			s.Tenths = append(s.Tenths, b.filled())
		}
	}
	s.Sure = s.Sure.filled()
	return s
}

func (b *Bin) add(o Bin) {
	b.Claims += o.Claims
	b.Type.Right, b.Type.Of = b.Type.Right+o.Type.Right, b.Type.Of+o.Type.Of
	b.Parties.Right, b.Parties.Of = b.Parties.Right+o.Parties.Right, b.Parties.Of+o.Parties.Of
}

func (b Bin) filled() Bin {
	b.Type.Share = ratio(b.Type.Right, b.Type.Of)
	b.Parties.Share = ratio(b.Parties.Right, b.Parties.Of)
	return b
}

// FalseClaims is how often an act is seen in sentences whose gold has none.
// The zero value is empty and ready.
type FalseClaims struct {
	Sentences int     `json:"sentences"` // without a gold claim
	Coded     int     `json:"coded"`     // of them, with a predicted claim
	Sure      int     `json:"sure"`      // of them, with one of confidence Sure and up
	Rate      float64 `json:"rate"`      // Coded in Sentences; 0 without sentences
	Quiet     float64 `json:"quiet"`     // 1 − Rate
}

// Add counts a sentence that stands alone and has no gold claim.
func (f *FalseClaims) Add(got []annals.Claim) {
	f.Sentences++
	if len(got) > 0 {
		f.Coded++
	}
	for i := range got {
		if tenth(got[i].Confidence) >= tenth(Sure) {
			f.Sure++
			break
		}
	}
	f.Rate = ratio(f.Coded, f.Sentences)
	f.Quiet = 1 - f.Rate
}
