package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"annals/internal/record"
)

// The front end is in dist when `make ui` has built it; see ui/.
//
//go:embed templates/*.html static dist
var files embed.FS

// An asset is a style or script as it is served.
type asset struct {
	body    []byte
	kind    string // media type
	version string // of its bytes; part of the address that pages use
}

// load reads templates, assets and rules once.
func (d *desk) load() (err error) {
	if d.rules, err = record.Load(); err != nil {
		return err
	}
	d.files = map[string]asset{}
	for folder, at := range map[string]string{"static": "/static/", "dist": "/ui/"} {
		err := fs.WalkDir(files, folder, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || path.Ext(name) == "" {
				return err
			}
			body, err := files.ReadFile(name)
			sum := sha256.Sum256(body)
			d.files[at+path.Base(name)] = asset{body, mime.TypeByExtension(path.Ext(name)), hex.EncodeToString(sum[:5])}
			return err
		})
		if err != nil {
			return err
		}
	}
	return d.parse()
}

// parse reads every page's template together with what all share.
func (d *desk) parse() error {
	d.sheets = map[string]*template.Template{}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return err
	}
	base, err := template.New("").Funcs(d.funcs()).ParseFS(files, "templates/base.html", "templates/parts*.html")
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "parts") || path.Base(name) == "base.html" {
			continue
		}
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(files, name)
		}
		if err != nil {
			return err
		}
		d.sheets[path.Base(name)] = t
	}
	return nil
}

// at is the address of an asset with its version; "" for one that is not there.
func (d *desk) at(name string) string {
	a, ok := d.files[name]
	if !ok {
		return ""
	}
	return name + "?v=" + a.version
}

// assets serves styles and scripts; an address with the right version may be
// kept for good.
func (d *desk) assets(mux *http.ServeMux) {
	serve := func(w http.ResponseWriter, r *http.Request) {
		a, ok := d.files[r.URL.Path]
		if !ok {
			http.Error(w, "There is no such file.", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", a.kind)
		w.Header().Set("Cache-Control", "no-cache")
		if r.URL.Query().Get("v") == a.version {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		w.Write(a.body)
	}
	mux.HandleFunc("GET /static/", serve)
	mux.HandleFunc("GET /ui/", serve)
}
