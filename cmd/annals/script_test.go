package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"annals/internal/sys/golden"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"annals": main})
}

// TestScripts runs the commands as testdata/script specifies them. Two commands
// are our own:
//
//	news DIR    serves the files of DIR, and puts the server's address in the place of HOST in all YAML files
//	asked PATH  waits until the server was asked for PATH
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: golden.Updating(),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"news": newsCmd, "asked": askedCmd}})
}

// A newsServer serves files and remembers what it was asked for.
type newsServer struct {
	files http.Handler
	mu    sync.Mutex
	asked map[string]bool
}

func (s *newsServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path] = true
	s.mu.Unlock()
	s.files.ServeHTTP(w, r)
}

// askWait bounds how long a script waits for a request.
const askWait = time.Minute

// newsServers are the servers of the scripts that run, by folder.
var newsServers sync.Map

func newsCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: news DIR")
	}
	news := &newsServer{files: http.FileServer(http.Dir(ts.MkAbs(args[0]))), asked: map[string]bool{}}
	server := httptest.NewServer(news)
	ts.Defer(server.Close)
	newsServers.Store(ts.Getenv("WORK"), news)
	ts.Setenv("HOST", server.URL)
	files, err := filepath.Glob(ts.MkAbs("*.yaml"))
	ts.Check(err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		ts.Check(err)
		ts.Check(os.WriteFile(f, []byte(strings.ReplaceAll(string(b), "HOST", server.URL)), 0o666))
	}
}

func askedCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, ok := newsServers.Load(ts.Getenv("WORK"))
	if neg || !ok || len(args) != 1 {
		ts.Fatalf("usage, after news: asked PATH")
	}
	news := s.(*newsServer)
	for end := time.Now().Add(askWait); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		news.mu.Lock()
		asked := news.asked[args[0]]
		news.mu.Unlock()
		if asked {
			return
		}
	}
	ts.Fatalf("nobody asked for %s in %v", args[0], askWait)
}
