package grammar

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"annals"
)

// Bounds on a CoNLL-U or IOB file, which comes from outside.
const (
	maxLine   = 1 << 20 // bytes of one line
	maxTokens = 50_000  // words of one sentence
)

// ErrNoTree reports a sentence whose heads do not form one tree.
var ErrNoTree = errors.New("heads do not form a tree")

// A SyntaxError is a line of a treebank that breaks the format.
type SyntaxError struct {
	File string
	Line int
	Err  error
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }
func (e *SyntaxError) Unwrap() error { return e.Err }

// A Tree is a sentence of a treebank with what the file says around it. Its
// spans count bytes of the text of the whole file (see [Raw]).
type Tree struct {
	annals.Sentence
	ID        string // sent_id
	Doc       string // newdoc id of the document it is in
	Paragraph bool   // a paragraph or a document starts here
	Text      string // the sentence as its words and spaces spell it
}

// Genre is the kind of text the tree is from, as EWT and GUM name it in their
// document ids: weblog, newsgroup, email, reviews, answers, news, …; or "".
func (t *Tree) Genre() string {
	id := t.Doc
	if id == "" {
		id = t.ID
	}
	if s, ok := strings.CutPrefix(id, "GUM_"); ok {
		g, _, _ := strings.Cut(s, "_")
		return g
	}
	g, _, ok := strings.Cut(id, "-")
	if !ok {
		return ""
	}
	return g
}

// Raw is the text that the spans of the trees of one file count in: sentences
// with the spaces between them, and a blank line between paragraphs.
func Raw(ts []Tree) string {
	var b strings.Builder
	for i := range ts {
		t := &ts[i]
		if gap := t.Start - b.Len(); gap == 1 {
			b.WriteString(" ")
		} else if gap > 1 {
			b.WriteString(strings.Repeat("\n", gap))
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// ReadCoNLLU reads a treebank; name stands in errors. Spans count bytes of the
// text that the words and their SpaceAfter spell, as [Raw] gives it, unless
// the file has the offsets of [WriteCoNLLU], which are then kept.
func ReadCoNLLU(r io.Reader, name string) ([]annals.Sentence, error) {
	ts, err := ReadTrees(r, name)
	if err != nil {
		return nil, err
	}
	ss := make([]annals.Sentence, len(ts))
	for i := range ts {
		ss[i] = ts[i].Sentence
	}
	return ss, nil
}

// ReadTrees reads a treebank with its ids and paragraphs. Multiword tokens are
// read as their words; empty nodes and enhanced dependencies are left out.
func ReadTrees(r io.Reader, name string) ([]Tree, error) {
	c := treeReader{name: name}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 64<<10), maxLine)
	for sc.Scan() {
		c.line++
		if err := c.read(strings.TrimSuffix(sc.Text(), "\r")); err != nil {
			return nil, &SyntaxError{name, c.line, err}
		}
	}
	if err := sc.Err(); err != nil {
		return nil, &SyntaxError{name, c.line + 1, err}
	}
	if err := c.finish(); err != nil {
		return nil, &SyntaxError{name, c.line, err}
	}
	return c.trees, nil
}

// treeReader is the state of reading one file.
type treeReader struct {
	name  string
	line  int
	trees []Tree

	tree    Tree
	text    strings.Builder
	base    int  // where the sentence starts
	glued   bool // no space after the last word
	newDoc  bool
	multi   string // surface of the multiword token being read
	multiTo int    // its last word, counted from 1; 0 when outside one
	multiAt int    // bytes of multi used up by words before
	after   bool   // SpaceAfter=No of the multiword token
	kept    []annals.Span
}

func (c *treeReader) read(line string) error {
	switch {
	case line == "":
		return c.finish()
	case line[0] == '#':
		c.comment(line)
		return nil
	}
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return fmt.Errorf("read word: %d columns, want 10", len(f))
	}
	if strings.Contains(f[0], ".") {
		return nil // an empty node
	}
	if len(c.tree.Tokens) == 0 && c.multiTo == 0 {
		c.start()
	}
	if from, to, ok := strings.Cut(f[0], "-"); ok {
		return c.openMulti(from, to, f)
	}
	return c.word(f)
}

func (c *treeReader) comment(line string) {
	key, value, _ := strings.Cut(strings.TrimSpace(line[1:]), "=")
	value = strings.TrimSpace(value)
	switch key = strings.TrimSpace(key); {
	case key == "sent_id":
		c.tree.ID = value
	case key == "newdoc id", key == "newdoc":
		c.tree.Doc, c.newDoc = value, true
	case key == "newpar id", key == "newpar":
		c.tree.Paragraph = true
	}
}

// start sets where the sentence begins in the text of the file.
func (c *treeReader) start() {
	if n := len(c.trees); n > 0 {
		last := &c.trees[n-1]
		c.base = last.End
		switch {
		case c.newDoc || c.tree.Paragraph:
			c.base += 2
		case !c.glued:
			c.base++
		}
		if !c.newDoc {
			c.tree.Doc = last.Doc
		}
	}
	c.tree.Paragraph = c.tree.Paragraph || c.newDoc || len(c.trees) == 0
	c.text.Reset()
	c.glued = true
}

func (c *treeReader) openMulti(from, to string, f []string) error {
	a, err1 := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || a != len(c.tree.Tokens)+1 || b < a || b-a > maxTokens {
		return fmt.Errorf("read multiword token %q: not a range from the next word", f[0])
	}
	c.space()
	c.multi, c.multiTo, c.multiAt = f[1], b, 0
	c.after = hasMisc(f[9], "SpaceAfter", "No")
	return nil
}

// space writes the blank between two words.
func (c *treeReader) space() {
	if !c.glued {
		c.text.WriteByte(' ')
	}
	c.glued = true
}

func (c *treeReader) word(f []string) error {
	n := len(c.tree.Tokens) + 1
	if n > maxTokens {
		return fmt.Errorf("read word: more than %d words in a sentence", maxTokens)
	}
	if f[0] != strconv.Itoa(n) {
		return fmt.Errorf("read word: number %q, want %d", f[0], n)
	}
	head, err := strconv.Atoi(f[6])
	if f[6] == "_" {
		head, err = 0, nil
	}
	if err != nil || head < 0 {
		return fmt.Errorf("read word: head %q is no number", f[6])
	}
	t := annals.Token{Form: f[1], Lemma: f[2], UPOS: blank(f[3]), XPOS: blank(f[4]),
		Feats: blank(f[5]), Head: head - 1, Deprel: blank(f[7])}
	if f[2] == "_" && f[1] != "_" {
		t.Lemma = ""
	}
	t.Span = c.place(f)
	if s, ok := misc(f[9], "TokenRange"); ok {
		if sp, ok := parseRange(s); ok {
			c.kept = append(c.kept, sp)
		}
	}
	c.tree.Tokens = append(c.tree.Tokens, t)
	return nil
}

// place writes a word to the text and says where it stands.
func (c *treeReader) place(f []string) annals.Span {
	n := len(c.tree.Tokens) + 1
	if c.multiTo == 0 {
		c.space()
		at := c.base + c.text.Len()
		c.text.WriteString(f[1])
		c.glued = hasMisc(f[9], "SpaceAfter", "No")
		return annals.Span{Start: at, End: at + len(f[1])}
	}
	left := len(c.multi) - c.multiAt
	size := min(len(f[1]), left)
	if n == c.multiTo {
		size = left
	}
	at := c.base + c.text.Len()
	c.text.WriteString(c.multi[c.multiAt : c.multiAt+size])
	c.multiAt += size
	if n == c.multiTo {
		c.multiTo, c.glued = 0, c.after
	}
	return annals.Span{Start: at, End: at + size}
}

// finish ends a sentence.
func (c *treeReader) finish() error {
	if c.multiTo != 0 {
		return fmt.Errorf("read multiword token %q: its words are missing", c.multi)
	}
	if len(c.tree.Tokens) == 0 {
		return nil
	}
	t := c.tree
	for i := range t.Tokens {
		if t.Tokens[i].Head >= len(t.Tokens) {
			return fmt.Errorf("read sentence %q: word %d: head %d does not exist", t.ID, i+1, t.Tokens[i].Head+1)
		}
	}
	if err := checkTree(t.Tokens); err != nil {
		return fmt.Errorf("read sentence %q: %w", t.ID, err)
	}
	t.Text = c.text.String()
	t.Span = annals.Span{Start: c.base, End: c.base + len(t.Text)}
	t.In, t.Block = annals.InText, -1
	c.keep(&t)
	c.trees = append(c.trees, t)
	c.tree, c.kept, c.newDoc = Tree{}, nil, false
	return nil
}

// keep uses the offsets that the file gives, when it gives all and they rise.
func (c *treeReader) keep(t *Tree) {
	if len(c.kept) != len(t.Tokens) {
		return
	}
	for i, s := range c.kept {
		if i > 0 && s.Start < c.kept[i-1].End {
			return
		}
	}
	if n := len(c.trees); n > 0 && c.kept[0].Start < c.trees[n-1].End {
		return
	}
	for i, s := range c.kept {
		t.Tokens[i].Span = s
	}
	t.Start, t.End = c.kept[0].Start, c.kept[len(c.kept)-1].End
}

// checkTree tells whether the heads form one tree; a sentence without any
// relation (plain tokens) passes.
func checkTree(ts []annals.Token) error {
	roots, bare := 0, true
	for i := range ts {
		if ts[i].Head == -1 {
			roots++
		}
		bare = bare && ts[i].Deprel == "" && ts[i].Head == -1
	}
	if bare {
		return nil
	}
	if roots != 1 {
		return ErrNoTree
	}
	state := make([]int8, len(ts)) // 1: on the way up, 2: leads to the root
	var path []int
	for i := range ts {
		path = path[:0]
		for h := i; h != -1 && state[h] != 2; h = ts[h].Head {
			if state[h] == 1 {
				return ErrNoTree
			}
			state[h] = 1
			path = append(path, h)
		}
		for _, h := range path {
			state[h] = 2
		}
	}
	return nil
}

func blank(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

// misc finds the value of a key in a column of the form A=1|B=2.
func misc(col, key string) (string, bool) {
	for col != "" && col != "_" {
		var kv string
		kv, col, _ = strings.Cut(col, "|")
		if k, v, ok := strings.Cut(kv, "="); ok && k == key {
			return v, true
		}
	}
	return "", false
}

func hasMisc(col, key, want string) bool {
	v, ok := misc(col, key)
	return ok && v == want
}

func parseRange(s string) (annals.Span, bool) {
	a, b, _ := strings.Cut(s, ":")
	start, err1 := strconv.Atoi(a)
	end, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || start < 0 || end < start {
		return annals.Span{}, false
	}
	return annals.Span{Start: start, End: end}, true
}
