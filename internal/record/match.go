package record

import (
	"fmt"
	"math"
	"strings"

	"annals"
	"annals/internal/sys/store"
)

// A feature is one way in which two claims agree or do not; weights.txt says
// how much each counts, in this order.
type feature int

const (
	sameDay feature = iota
	dayApart
	timesOverlap
	reportedTogether
	announced
	sameParties
	sameActor
	sameRecipient
	otherActor
	otherRecipient
	ownRecipient
	crossed
	sameName
	samePlace
	nearPlace
	sameCountry
	otherPlace
	wordsShared
	noWords
	otherSector
	properShared
	sameMode
	otherMode
	sameNumber
	nearNumber
	copied
	headline
	sameSentence
	nextSentence
	sameArticle
	anotherOne
	kin
	features // how many there are
)

var featureNames = [features]string{"same-day", "day-apart", "times-overlap", "reported-together", "announced", "same-parties", "same-actor",
	"same-recipient", "other-actor", "other-recipient", "own-recipient", "crossed", "same-name", "same-place", "near-place", "same-country",
	"other-place", "words", "no-words", "other-sector", "proper", "same-mode", "other-mode", "same-number", "near-number", "copied", "headline", "same-sentence",
	"next-sentence", "same-article", "another", "kin"}

// Bounds of days and places.
const (
	nearKm     = 30 // two places this near are one
	farKm      = 80 // two places this far apart are two
	slackDays  = 1  // days that precise dates may differ by
	newsDays   = 4  // days that days of publication may differ by
	aheadDays  = 14 // days that an act may be announced ahead, or called off
	mostProper = 3  // shared names beyond these say no more
	leastFew   = 4  // a sentence with fewer words counts as if it had so many
	leastWords = 3  // sentences with fewer words say nothing by having none in common
)

// A bond is how well two claims agree.
type bond struct {
	values   [features]float32
	weight   float64
	specific float64 // of weight, what only the same happening is likely to share
	clash    string  // why they cannot be one happening; "" if they can
}

func (b *bond) add(f feature, n float64) { b.values[f] += float32(n) }

// links reports whether a bond joins two claims.
func (r *Rules) links(b *bond) bool {
	return b.clash == "" && b.weight >= r.bounds.linked && b.specific >= r.bounds.specific
}

// hold compares two claims. It is the same whichever of them comes first.
func (r *Rules) hold(x, y *item) bond {
	var b bond
	switch {
	case x.family == y.family:
	case r.akin(x.family, y.family):
		b.add(kin, 1)
	default:
		b.clash = "different kinds of act"
		return b
	}
	if !x.known || !y.known {
		b.clash = "no day known"
		return b
	}
	if common(x.blocks, y.blocks) == 0 {
		b.clash = "no country in common"
		return b
	}
	if b.days(x, y); b.clash != "" {
		return b
	}
	b.where(x, y)
	b.parties(x, y)
	b.content(x, y)
	b.sizes(x, y)
	b.article(x, y)
	for f, v := range b.values {
		w := float64(v) * r.weights[f].weight
		b.weight += w
		if r.weights[f].specific {
			b.specific += w
		}
	}
	return b
}

func (b *bond) days(x, y *item) {
	gap := gap(&x.times, &y.times)
	switch {
	case x.precise() && y.precise() && gap == 0:
		b.add(sameDay, 1)
	case x.dated && y.dated && gap == 0:
		if min(x.last-x.first, y.last-y.first) <= 31 {
			b.add(timesOverlap, 1)
		} else {
			b.add(timesOverlap, 0.3)
		}
	case x.dated && y.dated && gap <= slackDays:
		b.add(dayApart, 1)
	case ahead(&x.times, &y.times) || ahead(&y.times, &x.times):
		b.add(announced, 1)
	case x.dated && y.dated:
		b.clash = "on other days"
	case gap > newsDays:
		b.clash = "reported at other times"
	case gap <= 1:
		b.add(reportedTogether, 1)
	}
}

// gap is how many days lie between two acts.
func gap(x, y *times) int { return max(x.first-y.last, y.first-x.last, 0) }

// ahead reports whether x can announce or call off y: the day of x is that of
// its words, and y comes not long after.
func ahead(x, y *times) bool {
	said := !x.dated || x.first >= x.published-1 && x.last <= x.published
	return x.announces && said && y.first >= x.first && y.first <= x.first+aheadDays
}

func (b *bond) parties(x, y *item) {
	if common(x.names, y.names) > 0 {
		b.add(sameName, 1)
	}
	if x.family.mutual && y.family.mutual {
		switch n := common(x.actors, y.actors); {
		case n >= 2:
			b.add(sameParties, 1)
		case len(x.actors) > 1 && len(y.actors) > 1 || n == 0 && len(x.actors) > 0 && len(y.actors) > 0:
			b.add(otherActor, 1)
		case n == 1:
			b.add(sameActor, 1)
		}
		return
	}
	actor := agree(x.actors, y.actors, x.armedActor && y.armedActor)
	recipient := agree(x.recipients, y.recipients, x.armedOther && y.armedOther)
	if actor < 0 && recipient < 0 && b.values[samePlace] > 0 && b.values[sameDay] > 0 && common(x.actors, y.recipients) > 0 && common(x.recipients, y.actors) > 0 {
		b.add(crossed, 1)
		return
	}
	b.role(actor, sameActor, otherActor)
	if recipient < 0 && (common(x.actors, x.recipients) > 0) != (common(y.actors, y.recipients) > 0) {
		b.add(ownRecipient, 1)
		return
	}
	b.role(recipient, sameRecipient, otherRecipient)
	if recipient > 0 && x.sector != "" && y.sector != "" && x.sector != y.sector {
		b.add(otherSector, 1)
	}
}

// agree is 1 if two lists of countries share one, -1 if they do not, 0 if one is
// empty. Groups in arms agree with each other whatever their country.
func agree(x, y set, armed bool) int {
	switch {
	case common(x, y) > 0:
		return 1
	case len(x) == 0 || len(y) == 0 || armed:
		return 0
	}
	return -1
}

func (b *bond) role(agreed int, same, other feature) {
	if agreed > 0 {
		b.add(same, 1)
	} else if agreed < 0 {
		b.add(other, 1)
	}
}

func (b *bond) where(x, y *item) {
	u, v := x.Where, y.Where
	if u == nil || v == nil {
		return
	}
	one := u.GeoNames != 0 && u.GeoNames == v.GeoNames || u.Name == v.Name && u.Country == v.Country
	fine := u.Resolution >= 3 && v.Resolution >= 3
	switch {
	case one && min(u.Resolution, v.Resolution) > 1:
		b.add(samePlace, 1)
	case one:
		b.add(sameCountry, 1)
	case fine && Kilometres(u, v) <= nearKm:
		b.add(nearPlace, 1)
	case fine && Kilometres(u, v) > farKm && x.Quad == 4 && y.Quad == 4:
		b.clash = "in other places" // many attacks of a war are alike but for the town
	case fine && Kilometres(u, v) > farKm, u.Country != "" && v.Country != "" && u.Country != v.Country:
		b.add(otherPlace, 1)
	case u.Country == v.Country:
		b.add(sameCountry, 1)
	}
}

// Kilometres is the length of the great circle between two places.
func Kilometres(a, b *annals.Where) float64 {
	rad := func(d float64) float64 { return d * math.Pi / 180 }
	dLat, dLon := rad(b.Lat-a.Lat)/2, rad(b.Lon-a.Lon)/2
	h := math.Pow(math.Sin(dLat), 2) + math.Cos(rad(a.Lat))*math.Cos(rad(b.Lat))*math.Pow(math.Sin(dLon), 2)
	return 2 * 6371 * math.Asin(math.Min(1, math.Sqrt(h)))
}

// content compares the words of the sentences, and the modes.
func (b *bond) content(x, y *item) {
	n, few := common(x.words, y.words), min(len(x.words), len(y.words))
	if few > 0 {
		b.add(wordsShared, float64(n)/float64(max(few, leastFew)))
		if n == 0 && few >= leastWords {
			b.add(noWords, 1)
		}
		b.add(properShared, float64(min(common(x.proper, y.proper), mostProper)))
	}
	if x.Article.ID != y.Article.ID && x.Evidence == y.Evidence && few > 3 {
		b.add(copied, 1)
	}
	if len(x.Mode) > 0 && len(y.Mode) > 0 {
		if anyOf(x.Mode, y.Mode) != "" {
			b.add(sameMode, 1)
		} else {
			b.add(otherMode, 1)
		}
	}
}

// anyOf is the first value of x that is in y, or "".
func anyOf(x, y []string) string {
	for _, s := range x {
		for _, t := range y {
			if s == t {
				return s
			}
		}
	}
	return ""
}

// sizes compares numbers; other numbers are a disagreement, no clash.
func (b *bond) sizes(x, y *item) {
	for _, s := range x.Size {
		for _, t := range y.Size {
			if s.What != t.What {
				continue
			}
			low, high := store.Bounds(s)
			low2, high2 := store.Bounds(t)
			if low == low2 && high == high2 {
				b.values[nearNumber] = 0
				b.add(sameNumber, 1)
				return
			} else if low <= high2 && low2 <= high {
				b.values[nearNumber] = 1
			}
		}
	}
}

// article says how near two claims of one article stand.
func (b *bond) article(x, y *item) {
	if x.Article.ID != y.Article.ID {
		return
	}
	if x.another || y.another {
		b.add(anotherOne, 1)
	}
	switch p, q := min(x.place(), y.place()), max(x.place(), y.place()); {
	case p == q:
		b.add(sameSentence, 1)
	case p < 0 && q < 2:
		b.add(headline, 1)
	case q-p == 1:
		b.add(nextSentence, 1)
	default:
		b.add(sameArticle, 1)
	}
}

// why says in words what speaks for a bond.
func (r *Rules) why(x, y *item, b *bond) string {
	var out []string
	for f, v := range b.values {
		w := r.weights[f]
		if v == 0 || w.weight <= 0 {
			continue
		}
		if strings.Contains(w.words, "%s") {
			out = append(out, fmt.Sprintf(w.words, detail(x, y, feature(f))))
		} else {
			out = append(out, w.words)
		}
	}
	return fmt.Sprintf("%.1f: %s", b.weight, strings.Join(out, ", "))
}

// detail is what two claims share.
func detail(x, y *item, f feature) string {
	switch f {
	case sameParties, sameActor:
		return strings.Join(x.lexicon.shared(x.actors, y.actors), " ")
	case sameRecipient:
		return strings.Join(x.lexicon.shared(x.recipients, y.recipients), " ")
	case sameName:
		return strings.Join(x.lexicon.shared(x.names, y.names), ", ")
	case samePlace:
		return x.Where.Name
	case wordsShared:
		return strings.Join(x.lexicon.shared(x.words, y.words), " ")
	case properShared:
		return strings.Join(x.lexicon.shared(x.proper, y.proper), " ")
	case sameMode:
		return anyOf(x.Mode, y.Mode)
	case sameNumber, nearNumber:
		for _, s := range x.Size {
			for _, t := range y.Size {
				if s.What == t.What {
					return s.What
				}
			}
		}
	}
	return ""
}
