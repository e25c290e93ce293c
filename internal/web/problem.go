package web

import (
	"encoding/json"
	"net/http"
	"strings"
)

// refuse answers a request that no page and no endpoint got to see.
func refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		problem(w, status, message)
		return
	}
	http.Error(w, message, status)
}

// problem answers with an error as the API writes it (RFC 9457).
func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(status), "status": status, "detail": detail})
}

// problems is a mux whose own refusals (no such path, no such method) are
// problems too.
func problems(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		b := &buffered{header: w.Header(), status: http.StatusNotFound}
		h.ServeHTTP(b, r)
		message := "there is nothing at this address; /v1/openapi.json describes what there is"
		if b.status == http.StatusMethodNotAllowed {
			message = "this address takes " + w.Header().Get("Allow")
		}
		problem(w, b.status, message)
	})
}
