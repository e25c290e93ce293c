package corpus_test

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"annals"
	"annals/corpus"
)

// TestFiles holds every sentence of the corpus against the codebook, and no
// sentence may stand twice, least of all in both parts. The second annotation
// repeats sentences of the other parts, each once.
func TestFiles(t *testing.T) {
	seen := map[string]string{}
	for _, part := range []string{"train", "test", "second"} {
		if part == "second" {
			clear(seen)
		}
		files, err := filepath.Glob(part + "/*.txt")
		if err != nil {
			t.Fatal(err)
		}
		whole, err := filepath.Glob(part + "/articles/*.txt")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, whole...)
		var all []corpus.Item
		for _, name := range files {
			all = append(all, readFile(t, name)...)
		}
		if err := corpus.Check(all); err != nil {
			t.Error(err)
		}
		checkArticles(t, all)
		for _, it := range all {
			at := fmt.Sprintf("%s:%d", it.File, it.Line)
			if first := seen[it.Text]; first != "" {
				t.Errorf("%s repeats %s: %q", at, first, it.Text)
			}
			seen[it.Text] = at
		}
		t.Log(part + ": " + counts(all))
	}
}

// TestQuiet: the test part has enough sentences that stand alone and tell of no
// act to measure false claims by.
func TestQuiet(t *testing.T) {
	files, err := filepath.Glob("test/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range files {
		for _, it := range readFile(t, name) {
			if it.Article == "" && len(it.Claims) == 0 {
				n++
			}
		}
	}
	if n < 300 {
		t.Errorf("%d sentences without a claim stand alone, want 300", n)
	}
}

func readFile(t *testing.T, name string) []corpus.Item {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	items, err := corpus.Read(f, filepath.ToSlash(name))
	if err != nil {
		t.Error(err)
	}
	return items
}

// counts says how many sentences and claims there are, by type, status and mode.
func counts(items []corpus.Item) string {
	n := map[string]int{}
	claims, none, words := 0, 0, 0
	for _, it := range items {
		words += len(strings.Fields(it.Text))
		if len(it.Claims) == 0 {
			none++
		}
		for _, c := range it.Claims {
			claims++
			n["type "+string(c.Type)]++
			n["status "+string(c.Status)]++
			n[fmt.Sprintf("type+status %s %s", c.Type, c.Status)]++
			for _, m := range c.Mode {
				n["mode "+string(c.Type)+" "+m]++
			}
			if c.Hedged {
				n["hedged"]++
			}
			if len(c.Attribution) > 0 {
				n["attributed"]++
			}
			if len(c.Attribution) > 1 {
				n["nested or joint"]++
			}
			if c.Underlying != "" {
				n["rewritten "+string(c.Type)+" from "+string(c.Underlying)]++
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d sentences, %d without claim, %d claims, %d words\n", len(items), none, claims, words)
	for _, k := range slices.Sorted(maps.Keys(n)) {
		fmt.Fprintf(&b, "  %-36s %5d\n", k, n[k])
	}
	return b.String()
}

// TestRead reads one sentence that has everything and looks at all of it.
func TestRead(t *testing.T) {
	const line = `%published 2024-05-14
%tag nested war
[[Rebel gunners]{a SDN.REB} \[sic\]]{a SDN.REB} [shelled]{ASSAULT/heavy-weapons} [the market of [Omdara]{w SDN}]{r SDN.CVL} on [Friday]{t 2024-05-10}, killing [at least nine]{n dead 9-}, [a doctor]{s SDN.MED witness} [said]{q}, and [may free]{CONCEDE#2 <RETREAT hypothetical hedged} [captives]{r2 SDN.MIL}[]{a2 SDN.REB}, [KUNA]{s2 KWT.JRN agency} [reported]{q2} [aides]{ss2 -.UNK anonymous} [as saying]{qq2}.`
	items, err := corpus.Read(strings.NewReader(line), "x")
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	it := items[0]
	const text = "Rebel gunners [sic] shelled the market of Omdara on Friday, killing at least nine, a doctor said, and may free captives, KUNA reported aides as saying."
	if it.Text != text {
		t.Errorf("text %q", it.Text)
	}
	if err := corpus.Check(items); err != nil {
		t.Error(err)
	}
	c, d := it.Claims[0], it.Claims[1]
	got := []string{
		string(c.Type), c.Mode[0], string(c.Status), c.Trigger, text[c.TriggerStart:c.TriggerEnd], c.Actor[1].Text,
		string(c.Actor[1].Country), c.Actor[1].Sector, c.Recipient[0].Text, c.Where.Text, string(c.When.Start), string(c.When.Basis),
		fmt.Sprint(*c.Size[0].Min, c.Size[0].Max == nil), c.Attribution[0].Speaker, c.Attribution[0].Cue, c.Attribution[0].Kind,
		string(d.Type), string(d.Underlying), string(d.Status), fmt.Sprint(d.Hedged, d.When.Basis), fmt.Sprintf("%q", d.Actor[0].Text),
		d.Attribution[0].Speaker, d.Attribution[0].Cue, d.Attribution[1].Speaker, d.Attribution[1].Cue, string(it.Published), it.Tags[1],
	}
	want := []string{
		"ASSAULT", "heavy-weapons", "actual", "shelled", "shelled", "Rebel gunners",
		"SDN", "REB", "the market of Omdara", "Omdara", "2024-05-10", "relative",
		"9 true", "a doctor", "said", "witness",
		"CONCEDE", "RETREAT", "hypothetical", "truepublication", `""`,
		"KUNA", "reported", "aides", "as saying", "2024-05-14", "war",
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("value %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// TestSpeakers: speakers stand outermost first and each has its cue, wherever
// the words stand; joint speakers share one.
func TestSpeakers(t *testing.T) {
	for in, want := range map[string]string{
		"[According to]{q} [a nurse]{s SDN.MED witness}, [said]{qq} [KUNA]{ss KWT.JRN agency}, [they]{a SDN.REB} [fled]{RETREAT}.": "a nurse According to, KUNA said",
		"[They]{a SDN.REB} [fled]{RETREAT}, [aides]{ss SDN.GOV anonymous} [told]{qq} [KUNA]{s KWT.JRN agency}[, it said]{q}.":      "KUNA , it said, aides told",
		"[They]{a SDN.REB} [fled]{RETREAT}, [both capitals]{s SDN.GOV+TCD.GOV official} [said]{q}.":                                "both capitals said, both capitals said",
	} {
		items, err := corpus.Read(strings.NewReader("%published 2024-05-14\n"+in), "x")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range items[0].Claims[0].Attribution {
			got = append(got, a.Speaker+" "+a.Cue)
		}
		if g := strings.Join(got, ", "); g != want {
			t.Errorf("%s: %q, want %q", in, g, want)
		}
	}
}

// TestArticle reads a headline and two paragraphs.
func TestArticle(t *testing.T) {
	in := "%published 2024-05-14\n%article a\n%title T\nOne.\nTwo.\n\nThree.\n%end\n\nAlone.\n"
	items, err := corpus.Read(strings.NewReader(in), "x")
	var got []string
	for _, it := range items {
		got = append(got, fmt.Sprintf("%s %s %d %d %q", it.Text, it.In, it.Paragraph, it.Index, it.Article))
	}
	want := []string{`T title 0 0 "a"`, `One. text 0 0 "a"`, `Two. text 0 1 "a"`, `Three. text 1 2 "a"`, `Alone. text 0 0 ""`}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestMistakes reads testdata/mistakes.txt: each line is wrong, and after the
// tab stands a part of the message.
func TestMistakes(t *testing.T) {
	f, err := os.Open("testdata/mistakes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line, want, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			continue
		}
		items, err := corpus.Read(strings.NewReader("%published 2024-05-14\n"+line+"\n"), "x")
		if err == nil {
			err = corpus.Check(items)
		}
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "x:2: ") {
			t.Errorf("testdata/mistakes.txt:%d: error %v, want x:2: … %q", n, err, want)
		}
	}
}

// FuzzRead reads anything without a panic, and what it marks lies in the text.
func FuzzRead(f *testing.F) {
	f.Add("%published 2024-05-14\n[A]{a FRA.GOV} [met]{CONSULT/visit} [B]{r DEU.GOV}.\n")
	f.Add("%article x\n%title [\\]]{}\n\n[[a]{a* x.y+z.w}]{t 2024-01-01..2024-02-02;n money 3-9~ USD}")
	f.Fuzz(func(t *testing.T, in string) {
		items, _ := corpus.Read(strings.NewReader(in), "x")
		_ = corpus.Check(items)
		checkArticles(t, items)
		for _, it := range items {
			for _, m := range it.Marks {
				if m.Start < 0 || m.End > len(it.Text) || m.Start >= m.End {
					t.Errorf("mark %v outside %q", m, it.Text)
				}
			}
			for _, c := range it.Claims {
				if (annals.Span{Start: c.TriggerStart, End: c.TriggerEnd}).Of(it.Text) != c.Trigger {
					t.Errorf("trigger %q not at its place", c.Trigger)
				}
			}
		}
	})
}
