package main

import (
	"fmt"
	"strings"

	"annals/internal/sys/rights"
)

// effectWords are what effects of signals are called for people.
var effectWords = map[rights.Effect]string{
	rights.NoFetch: "not fetched", rights.NoIndex: "not listed", rights.NoCode: "reserved", rights.Allow: "allowed", rights.Note: "noted",
}

// effectInk is their colour.
var effectInk = map[rights.Effect]string{rights.NoFetch: conflict, rights.NoIndex: conflict, rights.NoCode: conflict, rights.Allow: cooperat, rights.Note: faint}

// A verdictWriter writes a verdict for people.
type verdictWriter struct{ sheet }

func (w *verdictWriter) write(v *verdict) {
	w.line(w.ink.put(bold, clip(oneLine(v.Target, "?"), w.width)))
	if t := v.Articles; t != nil {
		w.line(fmt.Sprintf("%s in the record, %d reserved", count(t.Read, "article"), t.Reserved))
	}
	w.may("fetch", v.Fetch, "")
	from := ""
	if !v.Fetch {
		from = ", as its feed has them"
	}
	w.may("list", v.List, "headline, link and date"+from)
	w.may("code", v.Code, reasonOf(v))
	if len(v.Signals) == 0 {
		w.line("\nNothing says what may be done with it.")
	} else {
		w.line("")
	}
	for _, l := range v.Signals {
		w.signal(&l)
	}
	w.files(v.Asked)
	for _, n := range v.Notes {
		w.line("\n" + clip("Note: "+oneLine(n, ""), 4*w.width))
	}
}

func (w *verdictWriter) may(what string, ok bool, why string) {
	word := w.ink.put(cooperat, "yes")
	if !ok {
		word = w.ink.put(conflict, "no ")
	}
	w.line(strings.TrimRight(fmt.Sprintf("  %-6s %s  %s", what, word, clip(why, w.width-14)), " "))
}

// reasonOf says why a page may be coded or not.
func reasonOf(v *verdict) string {
	switch {
	case !v.Fetch:
		return "it may not be fetched"
	case !v.List:
		return "it may not be listed"
	case v.Reserved && v.Code:
		return "mining is reserved, and the basis is: " + v.Basis
	case v.Reserved:
		return "mining is reserved"
	}
	return "nothing reserves mining"
}

// signal writes a signal, where and when it was found, and what defines it.
func (w *verdictWriter) signal(l *signalLine) {
	mark := "  "
	if l.Decides {
		mark = "> "
	}
	value := l.Kind
	if l.Value != l.Kind {
		value += ": " + l.Value
	}
	w.line(mark + w.ink.put(effectInk[l.Effect], fmt.Sprintf("%-12s", effectWords[l.Effect])) + clip(oneLine(value, "?"), w.width-14))
	parts := []string{oneLine(l.Where, "?")}
	if !l.Time.IsZero() {
		parts = append(parts, l.Time.Format("2006-01-02 15:04"))
	}
	if l.Articles > 0 {
		parts = append(parts, count(l.Articles, "article"))
	}
	for _, s := range []string{strings.Join(parts, " · "), l.Defined} {
		if s != "" {
			w.line(strings.Repeat(" ", 14) + w.ink.put(faint, clip(s, w.width-14)))
		}
	}
}

// files writes what was asked for, and what came.
func (w *verdictWriter) files(fs []askedFile) {
	if len(fs) == 0 {
		return
	}
	w.line("\nAsked for")
	for _, f := range fs {
		what := "no answer: " + f.Why
		switch {
		case f.Status >= 200 && f.Status < 300:
			what = count(f.Bytes, "byte")
		case f.Status != 0:
			what = strings.TrimSpace(fmt.Sprintf("%d %s", f.Status, oneLine(f.Why, "")))
		}
		w.line(fmt.Sprintf("  %-24s %s", f.Path, clip(oneLine(what, ""), w.width-27)))
	}
}
