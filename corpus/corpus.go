// Package corpus reads sentences with gold claims marked inside them.
//
// In goes text in the format of FORMAT.md; out come [Item]s: the plain
// sentence and the [annals.Claim]s a careful reader finds in it, as
// doc/codebook.md defines them. A line that is not well formed is an error with
// file and line; [Check] holds what is well formed against the codebook.
//
// [Articles] puts the sentences of an article together. Who trains on whole
// articles reads each with the stages as the product does, and looks up what
// the gold says of a sentence or a token by its offsets:
//
//	items, err := corpus.Read(f, name)
//	for _, a := range corpus.Articles(items) {
//		ss, _ := grammar.Read(&a.Article) // headline and paragraphs in order
//		ms, _ := linker.Link(&a.Article, ss)
//		// a.Claims and a.Marks point into a.Text, or into a.Title where their
//		// In is annals.InTitle: a mark belongs to the sentence of ss with the
//		// same In whose Span contains it. Sentences without a claim are
//		// negative examples.
//	}
//
// What a sentence does not name (a pronoun's country, []{…} in the file) is in
// the claim without words; it is what the rest of the article tells.
//
// Nothing here codes text, and no claim is added or repaired.
package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"annals"
)

const (
	maxLine   = 1 << 16 // bytes of one line
	maxDepth  = 8       // marks within marks
	maxClaims = 9       // claims of one sentence: numbers are one digit
	maxErrors = 50      // errors reported for one file
)

// An Item is one sentence and its claims. Offsets in Claims and Marks are
// bytes of Text.
type Item struct {
	Text      string
	Claims    []annals.Claim // by number; empty: the sentence reports no act
	Marks     []Mark         // in order of text, outer before inner
	Published annals.Date
	Outlet    string
	Tags      []string
	Article   string       // "" for a sentence that stands alone
	In        annals.Field // InTitle for an article's headline
	Paragraph int          // of the article
	Index     int          // of the sentence in the article's body
	File      string
	Line      int
}

// A Role says what the words of a mark do for a claim.
type Role string

// The roles of marks.
const (
	Trigger   Role = "trigger"
	Actor     Role = "actor"
	Recipient Role = "recipient"
	Speaker   Role = "speaker"
	Cue       Role = "cue"
	Place     Role = "place"
	Date      Role = "date"
	Number    Role = "number"
)

// A Mark is a span of a sentence that has a role in claims. Empty marks (what
// the sentence does not name) are left out.
type Mark struct {
	annals.Span
	In     annals.Field
	Role   Role
	Claims []int // indexes in Item.Claims
	Inner  bool  // a speaker or cue within another
}

// Read reads a file of the corpus. Every line that is wrong gives an error
// "name:line: message"; the items of the other lines are returned all the same.
func Read(r io.Reader, name string) ([]Item, error) {
	f := reader{file: name, named: map[string]bool{}}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 4096), maxLine)
	for sc.Scan() && len(f.errs) < maxErrors {
		f.line++
		if err := f.read(strings.TrimRight(sc.Text(), " \r")); err != nil {
			f.errs = append(f.errs, fmt.Errorf("%s:%d: %w", name, f.line, err))
		}
	}
	if err := sc.Err(); err != nil {
		f.errs = append(f.errs, fmt.Errorf("%s:%d: %w", name, f.line+1, err))
	}
	return f.items, errors.Join(f.errs...)
}

// A reader holds what lines that start with % have set.
type reader struct {
	file  string
	line  int
	items []Item
	named map[string]bool // articles so far
	errs  []error
	set   Item // Published, Outlet, Tags, Article, Paragraph and Index of the next sentence
}

func (f *reader) read(line string) error {
	switch {
	case line == "":
		f.endParagraph()
		return nil
	case line[0] == '#':
		return nil
	case line[0] == '%':
		return f.setting(line[1:])
	}
	return f.sentence(line, annals.InText)
}

func (f *reader) endParagraph() {
	n := len(f.items)
	if f.set.Article != "" && n > 0 && f.items[n-1].Article == f.set.Article &&
		f.items[n-1].In == annals.InText && f.items[n-1].Paragraph == f.set.Paragraph {
		f.set.Paragraph++
	}
}

func (f *reader) setting(line string) error {
	key, value, _ := strings.Cut(line, " ")
	value = strings.TrimSpace(value)
	switch key {
	case "published":
		f.set.Published = annals.Date(value)
		if _, ok := f.set.Published.Time(); !ok {
			return fmt.Errorf("%%published %q is no date", value)
		}
	case "tag":
		f.set.Tags = strings.Fields(value)
	case "outlet":
		f.set.Outlet = value
	case "article":
		if value == "" || f.named[value] {
			return fmt.Errorf("%%article %q has no name of its own", value)
		}
		f.named[value] = true
		f.set.Article, f.set.Paragraph, f.set.Index = value, 0, 0
	case "title":
		if f.set.Article == "" {
			return errors.New("%title outside an article")
		}
		if n := len(f.items); n > 0 && f.items[n-1].Article == f.set.Article {
			return errors.New("%title does not open the article")
		}
		return f.sentence(value, annals.InTitle)
	case "end":
		f.set.Article, f.set.Paragraph, f.set.Index = "", 0, 0
	default:
		return fmt.Errorf("unknown setting %q", key)
	}
	return nil
}

func (f *reader) sentence(line string, in annals.Field) error {
	it := f.set
	it.In, it.File, it.Line = in, f.file, f.line
	if err := it.parse(line); err != nil {
		return err
	}
	if f.set.Article != "" && in == annals.InText {
		f.set.Index++
	}
	f.items = append(f.items, it)
	return nil
}
