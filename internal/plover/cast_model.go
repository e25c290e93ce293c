package plover

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"

	"annals/internal/sys/model"
)

//go:embed cast.bin
var castData []byte

// The heads of the model: which role a feature speaks for.
const (
	actorHead = iota
	recipHead
	sideHead
	pairHead
	mutualHead
	whoHead
	castHeads
)

func headTraits() [castHeads]trait {
	return [castHeads]trait{traitOf("actor"), traitOf("recipient"), traitOf("side"), traitOf("pair"), traitOf("mutual"), traitOf("who")}
}

// CastRows is how many weights the features of roles are hashed to.
const CastRows = 1 << 20

// row is the weight of trait f for a head.
func (f trait) row(head trait) uint32 { return uint32(f.and(head) & (CastRows - 1)) }

// A caster is a log-linear classifier of roles: it weighs every cast of a draft,
// actor and recipient together, by hashed features of the options and of pairs
// of them. It was trained on the corpus, with what the frames of the tables say
// among its features.
type caster struct {
	weights []int8
	scale   float64
	heads   [castHeads]trait
	exps    []float64 // of sums of weights from −expRange
}

// expRange bounds the sums of weights whose exponentials are at hand.
const expRange = 1 << 10

// exp is the exponential of the score that n is, a sum of weights.
func (c *caster) exp(n int) float64 {
	if k := n + expRange; k >= 0 && k < len(c.exps) {
		return c.exps[k]
	}
	return math.Exp(float64(n) * c.scale)
}

// loadCaster reads the embedded weights. No bytes at all give no caster, and
// the frames alone decide: so it is before the first training.
func loadCaster(data []byte) (*caster, error) {
	if len(data) == 0 {
		return nil, nil
	}
	f, err := model.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("load roles: %w", err)
	}
	w, err := f.Section("weights")
	if err != nil {
		return nil, fmt.Errorf("load roles: %w", err)
	}
	if len(w) != CastRows+4 {
		return nil, fmt.Errorf("load roles: %w: %d bytes of weights, want %d", model.ErrCorrupt, len(w), CastRows+4)
	}
	c := &caster{weights: make([]int8, CastRows), scale: float64(math.Float32frombits(binary.LittleEndian.Uint32(w))), heads: headTraits()}
	for i, b := range w[4:] {
		c.weights[i] = int8(b)
	}
	exps := make([]float64, 2*expRange)
	for i := range exps {
		exps[i] = c.exp(i - expRange)
	}
	c.exps = exps
	return c, nil
}

// total sums the weights of traits for one head.
func (c *caster) total(fs []trait, head int) (n int) {
	for _, f := range fs {
		n += int(c.weights[f.row(c.heads[head])])
	}
	return n
}

// roles sums the weights of traits for each role.
func (c *caster) roles(fs []trait) (out [3]int) {
	for _, f := range fs {
		for h := range out {
			out[h] += int(c.weights[f.row(c.heads[h])])
		}
	}
	return out
}

// who sums what speaks for the country of an option; l is scratch. What stays
// as it is in a sentence is summed once.
func (c *caster) who(x *coder, d *draft, o *option, l *whoList) (n int) {
	if o.certain() {
		return 0
	}
	l.fs = l.fs[:0]
	if w := o.who; w != nil && w.known {
		n, l.class, l.sector, l.word = w.total, w.class, w.sector, w.word
	} else {
		x.whoFixed(d, o, l)
		n = c.total(l.fs, whoHead)
		l.fs = l.fs[:0]
		if w != nil {
			*w = whoSum{true, n, l.class, l.sector, l.word}
		}
	}
	x.whoLast(d.t, o, l)
	return n + c.total(l.fs, whoHead)
}

// never is a score that no other outweighs.
const never = -1e3

// board scores the options of a draft.
func (c *caster) board(x *coder, d *draft) *board {
	s, options := x.newScene(d)
	b := &board{options: options, seats: seatsOf(options)}
	for h := range b.role {
		b.role[h] = make([]float64, len(options))
	}
	words, own, land := s.newList(), s.newList(), whoList{fs: make([]trait, 0, 128)}
	var said [len(b.role)]int // by the words of the option, or of the one before that has the same
	for i := range b.options {
		o, fresh := &b.options[i], &words
		if i > 0 && o.tok == b.options[i-1].tok && o.nobody() == b.options[i-1].nobody() {
			fresh = nil
		}
		words.fs, own.fs = words.fs[:0], own.fs[:0]
		s.features(o, fresh, &own)
		if fresh != nil {
			said = c.roles(words.fs)
		}
		who, all := float64(c.who(x, d, o, &land))*c.scale, c.roles(own.fs)
		for h := range b.role {
			b.role[h][i] = float64(said[h]+all[h])*c.scale + who
			if !d.seated(o, h) {
				b.role[h][i] = never
			}
		}
		if len(d.fit.e.actor) == 0 && has(s.subj, b.options[i].tok) {
			b.role[actorHead][i] = never // who dies does not kill
		}
	}
	b.pairs = c.pairs(s, b.options, b.seats)
	return b
}
