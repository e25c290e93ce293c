package annals_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says which packages of this module each folder may import; a folder
// that ends in /... stands for itself and all below it. What is not listed is
// an error. Stages (internal/collect … internal/search) never import each
// other: the program's run loop spells their order. Tests of a folder may
// import what the folder may.
var arrows = []struct {
	from string
	to   []string
}{
	{".", nil},
	{"internal/sys/...", []string{".", "internal/sys/..."}},
	{"internal/collect/...", []string{".", "internal/collect/...", "internal/sys/..."}},
	{"internal/extract", []string{".", "internal/sys/rights"}},
	{"internal/grammar/...", []string{".", "internal/grammar/...", "internal/sys/model", "internal/sys/rowsum", "internal/sys/golden"}},
	{"internal/link", []string{".", "internal/sys/model", "internal/sys/golden"}},
	{"internal/plover", []string{".", "internal/sys/model", "internal/sys/classify", "internal/sys/golden"}},
	{"internal/record", []string{".", "internal/sys/store/..."}},
	{"internal/search", []string{".", "internal/sys/nearest", "internal/sys/store/..."}},
	{"internal/tell/...", []string{".", "internal/record", "internal/search", "internal/sys/...", "internal/tell/..."}},
	{"internal/web/...", []string{".", "client", "corpus/events", "internal/record", "internal/search", "internal/sys/...", "internal/tell/..."}},
	{"client", []string{"."}},
	{"examples", nil},
	{"corpus/...", []string{"."}},
	{"eval", []string{"."}},
	{"eval/generate", []string{"corpus"}},
	{"cmd/...", []string{"..."}},
}

// TestArrows opens every Go file of the module and holds its imports against
// the table. (A test that runs "go list" would be cached and stay green.)
func TestArrows(t *testing.T) {
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(file, ".go") {
			checkImports(t, filepath.ToSlash(file))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, file string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("%v", err)
		return
	}
	from := path.Dir(file)
	allowed, known := allowedFrom(from)
	if !known {
		t.Errorf("%s: folder %q has no row in the table of arrows", file, from)
		return
	}
	for _, im := range f.Imports {
		to, _ := strconv.Unquote(im.Path.Value)
		if to != "annals" && !strings.HasPrefix(to, "annals/") {
			continue
		}
		to = strings.TrimPrefix(strings.TrimPrefix(to, "annals"), "/")
		if to == "" {
			to = "."
		}
		if to != from && !slices.ContainsFunc(allowed, func(p string) bool { return covers(p, to) }) {
			t.Errorf("%s imports %s: no such arrow (see the table in deps_test.go)", file, to)
		}
	}
}

func allowedFrom(dir string) ([]string, bool) {
	for _, a := range arrows {
		if covers(a.from, dir) {
			return a.to, true
		}
	}
	return nil, false
}

// covers reports whether the folder is the pattern, or lies below a pattern
// that ends in "...".
func covers(pattern, dir string) bool {
	if pattern == "..." {
		return true
	}
	below, wild := strings.CutSuffix(pattern, "/...")
	return dir == below || wild && strings.HasPrefix(dir, below+"/")
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		pattern, dir string
		want         bool
	}{
		{"internal/link", "internal/link", true},
		{"internal/link", "internal/linker", false},
		{"internal/sys/...", "internal/sys/model", true},
		{"internal/sys/...", "internal/sys", true},
		{"internal/sys/...", "internal/system", false},
		{"cmd/...", "cmd/annals", true},
	} {
		if got := covers(c.pattern, c.dir); got != c.want {
			t.Errorf("covers(%q, %q) = %v, want %v", c.pattern, c.dir, got, c.want)
		}
	}
}
