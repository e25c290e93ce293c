package grammar

import (
	"unicode"
	"unicode/utf8"

	"annals"
)

// SplitRows is the number of weights of the judge of gaps.
const SplitRows = 1 << 17

// Gap is a gap between chunks of a text where a sentence may end, as the judge
// sees it.
type Gap struct {
	At       int      // end of the chunk before it
	Features []uint32 // rows of weights
}

// Gaps calls cuts for each gap where a sentence may end, and takes its answer
// for what is before the next ones. It is for training the judge.
func Gaps(text string, cuts func(Gap) bool) {
	splitWith(nil, text, annals.Span{End: len(text)}, gapFunc(cuts))
}

type gapFunc func(Gap) bool

func (f gapFunc) cuts(at, _ int, features []uint32, _ int) bool { return f(Gap{at, features}) }
func (f gapFunc) paragraph(string, annals.Span)                 {}

// side is what the judge sees of a chunk beside a gap.
type side struct {
	word  uint64 // the chunk in small letters, without marks around it
	shape uint64 // kinds of its letters and marks, repeated ones once
	edge  uint64 // its last marks, or its first one
	class uint64 // what it is, roughly
}

// sides are both looks at a chunk.
type sides struct{ before, after side }

// classOf tells addresses, words, numbers and rows of marks apart.
func classOf(c string, kinds, first uint64) uint64 {
	switch {
	case address(c) > 0:
		return 100
	case kinds&(1<<kindMark) != 0 && kinds&^(1<<kindMark) == 0:
		return 101
	case first == kindLarge && kinds&(1<<kindSmall) == 0:
		return 102
	case first >= kindMark:
		return 103
	}
	return first<<8 | kinds
}

// gap gives the features of the gap after chunk k.
func (s *splitter) gap(k int, rule bool) []uint32 {
	var before2, after2 side
	before, after := s.sides[k].before, s.sides[k+1].after
	if k > s.first {
		before2 = s.sides[k-1].before
	}
	rest := s.par - k - 1
	if rest > 1 {
		after2 = s.sides[k+2].after
	}
	opening, closing := s.sides[s.first].after, s.sides[s.par-1].before
	r := uint64(1)
	if rule {
		r = 2
	}
	count, left, gap := bucket(k-s.first+1), bucket(rest), uint64(s.lines(k+1))
	fresh := uint64(1)
	if s.new {
		fresh = 2
	}
	s.features = s.features[:0]
	for i, f := range [...][4]uint64{
		{r}, {r, before.edge}, {r, after.shape}, {r, before.edge, after.shape}, {r, before.edge, after.edge},
		{r, before.word}, {r, after.word}, {before.word}, {after.word}, {before.edge, after.word},
		{before.word, after.shape}, {before.word, after.word}, {before.shape, after.shape}, {r, before.shape, after.shape},
		{before2.shape, before.shape, after.shape}, {before.shape, after.shape, after2.shape},
		{before2.shape, before.shape, after.shape, after2.shape}, {before.edge, count}, {before.edge, after.shape, count},
		{before.edge, left}, {before.edge, after.shape, left}, {left, count, r}, {fresh, count, before.edge, after.shape},
		{after.word, after2.word}, {before2.word, before.word}, {opening.shape, before.shape, after.shape},
		{opening.word, count}, {after.word, after2.shape}, {before.edge, after2.word}, {gap, r, after.shape},
		{before2.edge, before.edge, after.edge}, {fresh, opening.word, before.edge}, {r, after.word, after2.word},
		{before2.word, before.edge, after.shape}, {before.shape, after.word},
		{left, after.shape, after2.shape}, {left, after.shape, after2.shape, closing.edge}, {before.class, after.class},
		{before.class, after.class, r, count}, {before2.class, before.class, after.class, after2.class}, {closing.edge, before.edge, after.shape},
		{opening.class, before.class, after.class}, {opening.edge, after.edge, before.edge}, {before.class, after.word}, {before.word, after.class},
		{before.class, before.edge, after.class, left},
	} {
		h := uint64(i)*0x9E3779B97F4A7C15 + f[0]*0xBF58476D1CE4E5B9 + f[1]*0x94D049BB133111EB + f[2]*0xD6E8FEB86659FD93 + f[3]*0xA0761D6478BD642F
		h = (h ^ h>>32) * 0xE7037ED1A0B428DB
		s.features = append(s.features, uint32(h>>40)%SplitRows)
	}
	return s.features
}

// bucket makes small numbers of large ones.
func bucket(n int) uint64 {
	for i, most := range [...]int{1, 2, 3, 4, 6, 9, 14, 22, 35} {
		if n <= most {
			return uint64(i + 1)
		}
	}
	return 10
}

// How many bytes of a chunk are looked at.
const (
	maxSide  = 32
	maxClass = 256 // to tell addresses
)

// sideOf looks at a chunk from the gap after or before it.
func sideOf(chunk string, before bool) (x side) {
	c := chunk
	if len(c) > maxSide {
		if before {
			c = c[len(c)-maxSide:]
		} else {
			c = c[:maxSide]
		}
	}
	const prime = 1099511628211
	x.word, x.shape = 14695981039346656037, 17
	var last, runs, kinds, first uint64
	marks, edge := uint64(7), true
	for i, r := range c {
		kind := kindOf(r)
		kinds |= 1 << min(kind, kindMark)
		if i == 0 {
			first = kind
		}
		if kind != last {
			if runs++; runs < 8 {
				x.shape = (x.shape ^ kind) * prime
			}
		}
		last = kind
		if kind < kindMark {
			x.word = (x.word ^ uint64(unicode.ToLower(r))) * prime
			if marks = 7; before {
				marks ^= kind * prime
			} else if edge {
				marks, edge = marks^kind*prime, false
				x.edge = marks
			}
			continue
		}
		if before {
			marks = (marks ^ uint64(r)) * prime
		} else if edge {
			marks, edge = (marks^uint64(r))*prime, i > 0
			x.edge = marks
		}
	}
	if before {
		x.edge = marks
	}
	x.class = classOf(chunk[:min(len(chunk), maxClass)], kinds, first)
	return x
}

// The kinds of a shape; marks stand for themselves, above kindMark.
const (
	kindSmall = iota + 1
	kindLarge
	kindDigit
	kindOther
	kindMark
)

func kindOf(r rune) uint64 {
	switch {
	case r >= 'a' && r <= 'z':
		return kindSmall
	case r >= 'A' && r <= 'Z':
		return kindLarge
	case r >= '0' && r <= '9':
		return kindDigit
	case r == '“' || r == '”':
		return kindMark + '"'
	case r == '‘' || r == '’':
		return kindMark + '\''
	case r < utf8.RuneSelf:
		return kindMark + uint64(r)
	case unicode.IsUpper(r):
		return kindLarge
	case unicode.IsLetter(r):
		return kindSmall
	}
	return kindMark + uint64(r)
}
