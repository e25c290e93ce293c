package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"annals"
)

// sample is a reading made by hand: one of each thing that is shown.
func sample() *annals.Reading {
	text := "Rebels shelled the port of Omdara on Friday, reportedly killing at least nine people, the army said. Talks may follow."
	nine := 9.0
	return &annals.Reading{
		Article: annals.Article{Title: "Port shelled", Outlet: "Example Wire", Published: "2024-05-12", Text: text,
			Rights: annals.Rights{Reserved: true, Basis: "any other use requires prior consent"}},
		Claims: []annals.Claim{{
			In: annals.InText, Span: annals.Span{Start: 0, End: strings.Index(text, " Talks")}, TriggerStart: 7, TriggerEnd: 14, Type: annals.Assault, Scale: annals.Scale{Quad: 4},
			Mode:        []string{"heavy-weapons"},
			Actor:       []annals.Participant{{Text: "Rebels", Entity: annals.Entity{Name: "Rebels", Country: "SDN", Sector: "REB"}}},
			Recipient:   []annals.Participant{{Text: "the port of Omdara"}},
			When:        annals.When{Start: "2024-05-10", End: "2024-05-10", Text: "on Friday", Basis: annals.Relative},
			Where:       &annals.Where{Name: "Omdara", Country: "SDN"},
			Size:        []annals.Size{{What: "dead", Min: &nine, Text: "at least nine people"}},
			Status:      annals.Actual,
			Hedged:      true,
			Attribution: []annals.Attribution{{Speaker: "Sudanese Armed Forces", Cue: "said"}},
		}, {
			In: annals.InText, Sentence: 1, Span: annals.Span{Start: strings.Index(text, "Talks"), End: len(text)},
			TriggerStart: strings.Index(text, "Talks"), TriggerEnd: strings.Index(text, " may"), Type: annals.Agree,
			Underlying: annals.Consult,
			Actor: []annals.Participant{{Entity: annals.Entity{Name: "Sudan", Country: "SDN", Sector: "GOV"}},
				{Entity: annals.Entity{Name: "Chad", Country: "TCD", Sector: "GOV"}}},
			When:   annals.When{Start: "2024-05-12", End: "2024-05-12", Basis: annals.Published},
			Status: annals.Hypothetical,
		}},
		Warnings: []annals.Warning{{Stage: "link", Message: "“they” may stand for two things"}},
	}
}

func show(t *testing.T, k ink, width int) string {
	t.Helper()
	var b strings.Builder
	w := &textWriter{sheet: sheet{&b, width, k}}
	if err := w.reading(sample(), "port.html"); err != nil {
		t.Fatal(err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextShowsEveryFieldInWords(t *testing.T) {
	want := `Port shelled
Example Wire · 12 May 2024 · port.html
rights reserved by the publisher: any other use requires prior consent

  ASSAULT   Rebels (SDN REB) → the port of Omdara (–)
            happened, reportedly · 10 May 2024 · in Omdara, SDN · ≥ 9 dead
            heavy-weapons · says Sudanese Armed Forces (said)
            [1] “Rebels shelled the port of Omdara on Friday, reportedly killi…”

  AGREE     Sudan (SDN GOV) ↔ Chad (TCD GOV)
            may happen (consult to come)
            [2] “Talks may follow.”

1 article, 2 claims (rights reserved in 1: cite and link)
warning: port.html: link: “they” may stand for two things
`
	if got := show(t, ink{}, 80); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestTextFitsTheWidth(t *testing.T) {
	for _, width := range []int{60, 72, 80, 100} {
		for line := range strings.Lines(show(t, ink{}, width)) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width && !strings.HasPrefix(line, "warning:") {
				t.Errorf("width %d: %d columns in %q", width, n, line)
			}
		}
	}
}

func TestColourOnlyWhenAsked(t *testing.T) {
	if strings.Contains(show(t, ink{}, 80), "\x1b") {
		t.Error("escape codes without colour")
	}
	if !strings.Contains(show(t, ink{on: true}, 80), "\x1b["+conflict+"mASSAULT") {
		t.Error("no colour for a conflict type")
	}
}

// What an article says cannot move the cursor or turn the text around.
func TestOneLineDisarms(t *testing.T) {
	for in, want := range map[string]string{
		"a\x1b[2Jb\r\nc":       "a [2Jb c",
		"left\u202eright":      "left right",
		"  many \t\n spaces  ": "many spaces",
		"\u0085next":           "next",
		"":                     "none",
	} {
		if got := oneLine(in, "none"); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNumberGroupsThousands(t *testing.T) {
	for in, want := range map[float64]string{9: "9", 999: "999", 1000: "1\u202f000", 2500000: "2\u202f500\u202f000", 1.5: "1.5", -1000: "-1\u202f000"} {
		if got := number(in); got != want {
			t.Errorf("number(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestAroundKeepsTheTrigger(t *testing.T) {
	text := "The long sentence begins far away from the place where the port was shelled and goes on for quite a while after it."
	at := strings.Index(text, "shelled")
	for room := 8; room < 130; room++ {
		b, m, a := around(text, annals.Span{Start: 0, End: len(text)}, annals.Span{Start: at, End: at + 7}, room)
		if m != "shelled" || utf8.RuneCountInString(b+m+a) > room {
			t.Fatalf("room %d: %q %q %q", room, b, m, a)
		}
	}
}
