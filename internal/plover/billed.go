package plover

import "annals"

// maxBilled is how many tokens the speaker of a headline has at most.
const maxBilled = 5

// billed is the speaker that a headline sets apart by a colon or a dash: "Kyiv:
// drones hit depot", "Drones hit depot – UN", "Soldiers shot prisoners: report".
func (x *coder) billed(d *draft) []annals.Attribution {
	t := d.t
	n := t.len()
	for i := 1; i+1 < n; i++ {
		mark := t.tok(i).Form
		if mark != ":" && mark != "–" && mark != "—" && mark != "-" {
			continue
		}
		first, last := 0, i-1
		if d.pred < i {
			first, last = i+1, n-1
		} else if mark != ":" {
			continue
		}
		if last-first >= maxBilled || !t.nominal(first, last) {
			continue
		}
		if w := t.headOf(first, last); w >= 0 && x.maySay(t, w, d.pred < i) {
			return x.speakers(t, []int{w}, mark, -1)
		}
	}
	return nil
}

// maySay reports whether noun i may be the speaker of a headline. A state's name
// in front is its topic (Sudan: army takes town).
func (x *coder) maySay(t *tree, i int, behind bool) bool {
	m := t.mentionAt(i)
	if m == nil {
		return behind && x.book.report["bill"][t.lemma(i)]
	}
	e := m.Entities[0]
	return e.Kind == annals.Organization || e.Kind == annals.Person || e.Kind == annals.State && (behind || m.Text != e.Name)
}
