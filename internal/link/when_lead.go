package link

// lead takes the preposition before a range into the mention.
func (r *whenReader) lead(f fieldWords, j *joined) {
	if w := at(f.ws, j.first-1); (w == "from" || w == "between" || w == "during" || w == "in" || w == "on") && f.sent[j.first-1] == f.sent[j.first] {
		j.first--
	}
}

// lengthDate makes a date of a length: within 48 hours, two days after 5 May,
// in three weeks, for the past year. Others are no dates.
func (r *whenReader) lengthDate(f fieldWords, xs []moment, i int, x *moment, n *int) bool {
	if x.known {
		x.kind, x.spans = interval, true
		return true
	}
	if i+1 < len(xs) && xs[i+1].first == x.last+1 && xs[i+1].kind == interval && xs[i+1].known {
		y := &xs[i+1]
		sign := map[string]float64{"after": 1, "before": -1}[at(f.ws, x.last)]
		if sign != 0 && x.n > 0 {
			g := max(x.grain, gDay, y.grain)
			if x.grain == gWeek || x.grain == gFortnight {
				g = max(gDay, y.grain)
			}
			x.kind = interval
			x.around(y.from.add(sign*x.n, x.grain), g)
			x.cut(f.ws, x.first, y.last)
			*n = 2
			return true
		}
	}
	d, ok := r.anchor()
	w := at(f.ws, x.first-1)
	if ok && !r.narrative && w == "within" && x.n < 0 && x.rule.action == "lengths" {
		x.kind, x.spans = interval, true
		if r.near && r.daySet && r.tense(f.ws, &x.match) == past {
			d = r.refDay
		}
		return x.set(d, d.add(fewUnits, x.grain), max(gDay, x.grain))
	}
	if !ok || x.n <= 0 || r.narrative {
		return false
	}
	if w != "within" && w != "in" || r.tense(f.ws, &x.match) != future {
		return false
	}
	x.kind = interval
	switch {
	case w == "within":
		x.spans = true
		return x.set(d, d.add(x.n, x.grain), max(gDay, x.grain))
	case x.grain <= gHour:
		return x.set(d, d, gDay)
	}
	return x.around(d.add(x.n, x.grain), max(gDay, min(x.grain, gYear)))
}

// preposition takes the words before a date into the mention and bends its
// interval to what they say: since, until, by, before, after.
func (r *whenReader) preposition(f fieldWords, j *joined, x *moment) {
	i := j.first - 1
	sent := f.sent[j.first]
	here := func(k int) string {
		if k < 0 || f.sent[k] != sent {
			return ""
		}
		return f.ws[k].low
	}
	for w := here(i); w == "the" || w == "about" || w == "around" || w == "just" || w == "only" || w == "shortly" || w == "roughly"; w = here(i) {
		i--
	}
	w := here(i)
	switch w {
	case "on", "in", "at", "since", "by", "until", "till", "before", "after", "from", "during", "over", "within", "throughout", "through", "for":
	case "as", "of":
		if w == "of" && here(i-1) == "as" {
			i--
			break
		}
		if p := here(i - 1); w == "as" && (p == "early" || p == "late" || p == "soon" || p == "recently") && here(i-2) == "as" {
			i -= 2
			break
		}
		return
	default:
		return
	}
	if w != "on" && w != "in" && at(f.ws, j.last) == "'" && at(f.ws, j.last+1) == "s" {
		return // since Friday's vote: the date is that of the vote
	}
	j.first = i
	if p := here(i - 1); w == "on" && (p == "early" || p == "late" || p == "earlier" || p == "later") {
		j.first = i - 1
		j.when.Granularity = "part"
	}
	r.bend(j, x, w)
}

func (r *whenReader) bend(j *joined, x *moment, w string) {
	if !x.known || w == "before" && x.part > 0 && x.grain == gDay {
		return // before dawn on Tuesday is on Tuesday
	}
	from, to := x.narrow()
	now, dated := r.pub, r.dated && !r.narrative
	switch w {
	case "since", "from":
		if dated && from <= now {
			j.when.Start, j.when.End, j.when.Granularity = from.date(), now.date(), "range"
		} else if w == "since" {
			j.when.End = ""
		}
		if w == "from" && dated && from > now {
			j.when.End = ""
		}
	case "by", "until", "till":
		if dated && to >= now && from > now-1 {
			j.when.Start, j.when.End, j.when.Granularity = now.date(), to.date(), "range"
		} else if dated && to > now && from <= now {
			j.when.Start, j.when.End = now.date(), to.date()
		}
	case "before":
		if x.edge == 5 && dated && from <= x.to && x.to >= now {
			j.when.Start, j.when.End, j.when.Granularity = now.date(), x.to.date(), "range"
			break
		}
		j.when.Start, j.when.End, j.when.Granularity = "", (from - 1).date(), "range"
	case "after":
		j.when.Start, j.when.End, j.when.Granularity = (to + 1).date(), "", "range"
		if dated && to < now {
			j.when.End = now.date()
		}
	}
}
