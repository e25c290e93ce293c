package corpus_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annals"
	"annals/corpus"
)

const twoArticles = `%published 2024-05-14
%outlet Example Wire
%article flood
%title [Chad]{a TCD.GOV} [frees]{RETREAT/release} [rebels]{r TCD.REB}
[It]{a TCD.GOV} [met]{CONSULT} [them]{a TCD.REB} first.
[Paris]{a2 FRA.GOV} [thanked]{SUPPORT#2} [it]{r2 TCD.GOV} and [left]{RETREAT/withdraw}.[]{a FRA.GOV}

Nothing else.
%end
[Rain]{w TCD} [stopped talks]{REJECT/meet}.[]{a TCD.GOV}
`

// TestArticles puts a headline and two paragraphs together, and leaves a
// sentence alone that stands alone.
func TestArticles(t *testing.T) {
	items, err := corpus.Read(strings.NewReader(twoArticles), "x")
	as := corpus.Articles(items)
	if err != nil || len(as) != 2 {
		t.Fatal(as, err)
	}
	a := &as[0]
	const text = "It met them first. Paris thanked it and left.\n\nNothing else."
	if a.Title != "Chad frees rebels" || a.Text != text || a.Published != "2024-05-14" || a.Outlet != "Example Wire" || a.Name != "flood" {
		t.Errorf("article %q %q %q %q %q", a.Title, a.Text, a.Published, a.Outlet, a.Name)
	}
	var blocks []string
	for _, b := range a.Blocks {
		blocks = append(blocks, b.Of(text))
	}
	if want := strings.Split(text, "\n\n"); !slices.Equal(blocks, want) {
		t.Errorf("blocks %q, want %q", blocks, want)
	}
	var got []string
	for _, c := range a.Claims {
		field := map[annals.Field]string{annals.InText: a.Text, annals.InTitle: a.Title}[c.In]
		got = append(got, fmt.Sprint(c.In, c.Sentence, " ", c.Of(field), "|", annals.Span{Start: c.TriggerStart, End: c.TriggerEnd}.Of(field),
			"|", annals.Span{Start: c.Actor[0].Start, End: c.Actor[0].End}.Of(field)))
	}
	if want := []string{"title0 Chad frees rebels|frees|Chad", "text0 It met them first.|met|It",
		"text1 Paris thanked it and left.|left|", "text1 Paris thanked it and left.|thanked|Paris"}; !slices.Equal(got, want) {
		t.Errorf("claims %q, want %q", got, want)
	}
	if b := &as[1]; b.Text != "Rain stopped talks." || b.Title != "" || b.Name != "" || len(b.Claims) != 1 || b.Claims[0].Sentence != 0 {
		t.Errorf("lone sentence %+v", b)
	}
	if c := items[2].Claims[1]; c.TriggerStart != len("Paris ") {
		t.Errorf("the item itself was changed: trigger at %d", c.TriggerStart)
	}
}

// TestArticleMarks: every mark of an article lies on the words it lay on in
// its sentence, and has the claims it had.
func TestArticleMarks(t *testing.T) {
	items, err := corpus.Read(strings.NewReader(twoArticles), "x")
	if err != nil {
		t.Fatal(err)
	}
	checkArticles(t, items)
	m := corpus.Articles(items)[0].Marks
	if last := m[len(m)-1]; last.Role != corpus.Trigger || !slices.Equal(last.Claims, []int{2}) || last.In != annals.InText {
		t.Errorf("last mark %+v", last)
	}
}

// checkArticles holds whole articles against the items they are made of.
func checkArticles(t *testing.T, items []corpus.Item) {
	t.Helper()
	for _, a := range corpus.Articles(items) {
		field := map[annals.Field]string{annals.InText: a.Text, annals.InTitle: a.Title}
		claims, marks := a.Claims, a.Marks
		for i, it := range a.Items {
			if s := a.Spans[i].Of(field[it.In]); s != it.Text {
				t.Errorf("sentence %q stands at %q", it.Text, s)
			}
			for _, m := range it.Marks {
				if got := marks[0].Of(field[marks[0].In]); got != m.Of(it.Text) || marks[0].Role != m.Role {
					t.Errorf("%s %q is %s %q in the article", m.Role, m.Of(it.Text), marks[0].Role, got)
				}
				for j, k := range marks[0].Claims {
					if a.Claims[k].ID != it.Claims[m.Claims[j]].ID {
						t.Errorf("mark %q belongs to claim %s", m.Of(it.Text), a.Claims[k].ID)
					}
				}
				marks = marks[1:]
			}
			for _, c := range it.Claims {
				if s := (annals.Span{Start: claims[0].TriggerStart, End: claims[0].TriggerEnd}).Of(field[it.In]); s != c.Trigger || claims[0].ID != c.ID {
					t.Errorf("trigger %q of %s is %q of %s in the article", c.Trigger, c.ID, s, claims[0].ID)
				}
				claims = claims[1:]
			}
		}
		if len(claims)+len(marks) > 0 {
			t.Errorf("%d claims and %d marks too many", len(claims), len(marks))
		}
	}
}

// TestArticleOnce: an article opens once, with its headline first.
func TestArticleOnce(t *testing.T) {
	for in, want := range map[string]string{
		"%article a\nOne.\n%title T":               "x:3: %title does not open",
		"%article a\n%title T\n%title U":           "x:3: %title does not open",
		"%article a\nOne.\n%end\n%article a\nTwo.": `x:4: %article "a" has no name of its own`,
	} {
		if _, err := corpus.Read(strings.NewReader(in), "x"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}
