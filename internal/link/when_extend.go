package link

// extend adds to a resolved date what stands around it and belongs to it:
// "early", "the end of", "the night of", "… evening".
func (r *whenReader) extend(ws []word, x *moment, floor int) {
	if x.kind != interval {
		return
	}
	if x.grain == gDay && x.hour < 0 {
		r.partAfter(ws, x)
		r.partBefore(ws, x, floor)
	}
	r.edgeBefore(ws, x, floor)
}

// partAfter takes Friday evening, 5 May morning.
func (r *whenReader) partAfter(ws []word, x *moment) {
	if x.part > 0 || x.last >= len(ws) || x.rule.action == "overnight" {
		return
	}
	i := x.last
	if at(ws, i) == "early" || at(ws, i) == "late" {
		i++
	}
	p, ok := r.rules.words["part"][at(ws, i)]
	if !ok || ws[i].kind != letters || ws[i].upper {
		return
	}
	if next := at(ws, i+1); next == "prayers" || next == "prayer" || next == "shift" || next == "-" {
		return
	}
	x.part = p.value
	x.cut(ws, x.first, i+1)
}

// partBefore takes the night of 5 May, the early hours of Sunday, early
// Wednesday.
func (r *whenReader) partBefore(ws []word, x *moment, floor int) {
	i := x.first - 1
	if i < floor {
		return
	}
	if p, ok := r.rules.words["part"][at(ws, i-1)]; ok && i-1 >= floor && (ws[i].low == "of" || ws[i].low == "on") {
		if ws[i].low == "on" {
			return
		}
		x.part = p.value
		i -= 2
		if i >= floor && (ws[i].low == "early" || ws[i].low == "late") {
			i--
		}
		if i >= floor && ws[i].low == "the" {
			i--
		}
		x.cut(ws, i+1, x.last)
		return
	}
	if w := ws[i].low; w == "early" || w == "late" || w == "earlier" || w == "later" {
		if x.part == 0 && w == "early" {
			x.part = 1
		}
		x.cut(ws, i, x.last)
	}
}

// edgeBefore takes late 2024, mid-May, the end of last year, the early 1990s.
func (r *whenReader) edgeBefore(ws []word, x *moment, floor int) {
	if x.grain < gWeek && x.grain != gDay || x.edge > 0 && x.rule.action != "edgeunit" {
		return
	}
	i := x.first - 1
	if x.rule.action == "edgeunit" {
		return
	}
	if x.grain == gDay {
		return
	}
	inner := i >= floor && ws[i+1].low == "the" // "the late 1990s" reads "the" after
	_ = inner
	if i >= floor && ws[i].low == "-" {
		i--
	}
	of := false
	if i >= floor && (ws[i].low == "of" || ws[i].low == "in") {
		of, i = true, i-1
	}
	for of && i >= floor && (ws[i].low == "part" || ws[i].low == "parts" || ws[i].low == "half" || ws[i].low == "days" || ws[i].low == "months" || ws[i].low == "weeks") {
		i--
	}
	if i < floor {
		return
	}
	e, ok := r.rules.words["edge"][ws[i].low]
	if !ok || of && at(ws, i+1) == "in" && e.value == 5 {
		return
	}
	if !of && (e.value == 1 || e.value == 5) {
		return
	}
	x.edge = e.value
	if i-1 >= floor && ws[i-1].low == "very" {
		i--
	}
	if i-1 >= floor && ws[i-1].low == "the" {
		i--
	}
	x.cut(ws, i, x.last)
}

// narrow is the part of x's interval that its edge tells.
func (x *moment) narrow() (from, to day) {
	n := x.to - x.from + 1
	if from, to, ok := x.narrowUnit(); ok {
		return from, to
	}
	switch x.edge {
	case 1:
		return x.from, x.from + max(n/5, 1) - 1
	case 2:
		return x.from, x.from + max((n+2)/3, 1) - 1
	case 3:
		return x.from + n/3, x.to - n/3
	case 4:
		return x.to - max((n+2)/3, 1) + 1, x.to
	case 5:
		return x.to - max(n/5, 1) + 1, x.to
	}
	return x.from, x.to
}

// narrowUnit is the start, middle or end of a year or a week: four months, and
// three or four days.
func (x *moment) narrowUnit() (from, to day, ok bool) {
	if x.grain == gYear {
		y := x.from.year()
		switch x.edge {
		case 1:
			from, to = months(y, 1, 4)
		case 5:
			from, to = months(y, 9, 4)
		default:
			return 0, 0, false
		}
		return from, to, true
	}
	if x.grain != gWeek || x.to-x.from != 6 {
		return 0, 0, false
	}
	switch x.edge {
	case 1:
		return x.from, x.from + 2, true
	case 3:
		return x.from + 1, x.from + 4, true
	case 5:
		return x.from + 3, x.to, true
	}
	return 0, 0, false
}
