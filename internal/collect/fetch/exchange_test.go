package fetch

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

func packed(t *testing.T, encoding string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	switch encoding {
	case "gzip":
		z := gzip.NewWriter(&out)
		z.Write(b)
		z.Close()
	case "br":
		z := brotli.NewWriter(&out)
		z.Write(b)
		z.Close()
	case "zstd":
		z, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		z.Write(b)
		z.Close()
	}
	return out.Bytes()
}

// Encodings are unpacked, and one that is cut off gives what came.
func TestEncodings(t *testing.T) {
	text := []byte(strings.Repeat("The ministry said talks would resume. ", 50))
	for _, e := range []string{"gzip", "br", "zstd"} {
		b := packed(t, e, text)
		in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/a" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Encoding", e)
			w.Write(b)
		}, func(t *testing.T, c *Client, _ *web) {
			if r, err := c.Get(t.Context(), Request{URL: "http://a.example/a"}); err != nil || !bytes.Equal(r.Body, text) {
				t.Errorf("%s: %d bytes, error %v", e, len(r.Body), err)
			}
		})
	}
}

// Of several encodings the last was applied last.
func TestEncodingsInOrder(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Content-Encoding", "br")
		w.Header().Add("Content-Encoding", "gzip")
		w.Write(packed(t, "gzip", packed(t, "br", []byte("text"))))
	}, func(t *testing.T, c *Client, _ *web) {
		if r, err := c.Get(t.Context(), Request{URL: "http://a.example/a"}); err != nil || string(r.Body) != "text" {
			t.Errorf("%q, error %v", r.Body, err)
		}
	})
}

func FuzzUnpacked(f *testing.F) {
	f.Add([]byte("\x1f\x8b"), "gzip")
	f.Add([]byte("text"), "")
	f.Add([]byte("x\x9c"), "deflate, br")
	f.Fuzz(func(t *testing.T, b []byte, encoding string) {
		if strings.Count(encoding, ",") > 4 {
			return
		}
		w := watch(bytes.NewReader(b), time.Hour, func() {})
		defer w.timer.Stop()
		if out, err := unpacked(w, encoding, 1<<20, false); err == nil && len(out) > 1<<20 {
			t.Errorf("%d bytes", len(out))
		}
	})
}

// The open web, against what there is: only when asked for.
func TestOpenWeb(t *testing.T) {
	if os.Getenv("ANNALS_OPEN_WEB") == "" {
		t.Skip("set ANNALS_OPEN_WEB to an address to fetch it")
	}
	r, err := New(Options{}).Get(t.Context(), Request{URL: os.Getenv("ANNALS_OPEN_WEB"), Page: true})
	t.Logf("%d, %d bytes, %v, error %v", r.Status, len(r.Body), r.Signals, err)
}
