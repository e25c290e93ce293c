package nn

// How much a word is moved by its other places in a text. Wide ranges around
// them do as well; doc/models.md tells what was tried.
const (
	agreeShare = 0.5 // of the mean of the other places
	agreeFew   = 3   // places that say nothing, among which the others are counted
	agreeFloor = -5  // the lowest score that one place gives a kind
)

// agreement makes the names of a text agree: a word with a capital letter that
// the text says again is rarely a person here and a body there. Each of its
// places says how far each kind of names, and none, is behind the best one
// there. The mean of what the other places say is added to the scores, so that
// a place in doubt follows them and a sure one does not. It is scratch.
type agreement struct {
	scores    []float32 // of the classes of each word of the text
	spelling  []int32   // of each word, its place in spellings; −1 without a capital letter
	spellings []spelling
	slots     []int32   // places in spellings by hash, −1 for none
	sums      []float32 // what all places of each spelling say of the kinds
	voice     []float32 // what one place says
}

// spelling is a word, whichever of its letters are capital.
type spelling struct {
	low    uint64
	places int32
}

// begin makes room for a text.
func (a *agreement) begin(words, classes int) {
	a.scores, a.spelling = grow(a.scores, words*classes), grow(a.spelling, words)
	a.spellings = a.spellings[:0]
	a.slots = emptied(a.slots, words)
}

// emptied is slots without an entry, a power of two that is at most half full.
func emptied(slots []int32, words int) []int32 {
	size := 1
	for size < 2*words {
		size *= 2
	}
	slots = grow(slots, size)
	for i := range slots {
		slots[i] = -1
	}
	return slots
}

// note tells which word stands at a place of the text.
func (a *agreement) note(at int, w *Word) {
	if a.spelling[at] = -1; !w.Upper {
		return
	}
	mask := uint64(len(a.slots) - 1)
	slot := w.Low & mask
	for a.slots[slot] >= 0 && a.spellings[a.slots[slot]].low != w.Low {
		slot = (slot + 1) & mask
	}
	if a.slots[slot] < 0 {
		a.slots[slot] = int32(len(a.spellings))
		a.spellings = append(a.spellings, spelling{low: w.Low})
	}
	a.spelling[at] = a.slots[slot]
	a.spellings[a.slots[slot]].places++
}

// agree moves the scores of words that stand at several places.
func (a *agreement) agree(classes int) {
	kinds := 1 + (classes-1)/4
	a.voice, a.sums = grow(a.voice, kinds), grow(a.sums, len(a.spellings)*kinds)
	clear(a.sums)
	for i, k := range a.spelling {
		if k >= 0 && a.spellings[k].places > 1 {
			a.listen(a.scores[i*classes:][:classes])
			for b, v := range a.voice {
				a.sums[int(k)*kinds+b] += v
			}
		}
	}
	for i, k := range a.spelling {
		if k >= 0 && a.spellings[k].places > 1 {
			others := float32(a.spellings[k].places - 1)
			a.move(a.scores[i*classes:][:classes], a.sums[int(k)*kinds:][:kinds], agreeShare/(others+agreeFew))
		}
	}
}

// listen fills a.voice with how far each kind is behind the best.
func (a *agreement) listen(row []float32) {
	most := row[best(row)]
	a.voice[0] = max(row[0]-most, agreeFloor)
	for b := range a.voice[1:] {
		k := row[1+4*b:][:4]
		a.voice[1+b] = max(max(k[0], k[1], k[2], k[3])-most, agreeFloor)
	}
}

// move adds to the scores of a place what the others say, times weight.
func (a *agreement) move(row, sums []float32, weight float32) {
	a.listen(row)
	for k := range row {
		b := (k + 3) / 4
		row[k] += float32(weight * (sums[b] - a.voice[b]))
	}
}
