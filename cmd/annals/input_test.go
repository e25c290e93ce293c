package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestFetch holds what is told of addresses that do not answer as they should.
func TestFetch(t *testing.T) {
	release := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/slow", func(http.ResponseWriter, *http.Request) { <-release })
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { w.Write(bytes.Repeat([]byte("x"), 2000)) })
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=windows-1250")
		w.Write([]byte("<p>\xa3\xf3d\x9f</p>"))
	})
	s := httptest.NewServer(mux)
	defer s.Close()
	defer close(release)
	for path, want := range map[string]string{
		"/loop": "redirected", "/slow": "timed out after 100ms", "/gone": "410 Gone", "/big": "too large",
	} {
		_, err := only(t, inputs{names: []string{s.URL + path}, max: 1000, timeout: 100 * time.Millisecond})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), s.URL+path) {
			t.Errorf("%s: %v, want %q and the address", path, err, want)
		}
	}
	body, err := only(t, inputs{names: []string{s.URL + "/page"}})
	if err != nil || !strings.Contains(body, "<p>") {
		t.Errorf("/page: %q, %v", body, err)
	}
}

// TestFiles holds folders, gzip and bounds.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte("packed"))
	w.Close()
	for name, data := range map[string]string{"a.html.gz": z.String(), "b.txt": "plain", ".hidden": "no", "c.css": "no", "d.txt": strings.Repeat("x", 200)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for c, err := range (inputs{names: []string{dir, filepath.Join(dir, "none")}, max: 100}).captures(context.Background()) {
		if err != nil {
			got = append(got, "error")
			continue
		}
		got = append(got, string(c.Body))
	}
	if want := "packed|plain|error|error"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "|"), want)
	}
}

// only is the body of the one capture of in.
func only(t *testing.T, in inputs) (string, error) {
	t.Helper()
	for c, err := range in.captures(context.Background()) {
		if err != nil {
			return "", err
		}
		return string(c.Body), nil
	}
	t.Fatal("no capture and no error")
	return "", nil
}
