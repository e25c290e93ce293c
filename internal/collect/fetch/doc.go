// Package fetch gets pages from the web, politely and safely.
//
// In goes an address; out come the bytes, what the server said about them, and
// the signals of rights that came with them. One request at a time goes to a
// host, with a pause between two; robots.txt is obeyed (RFC 9309), "Retry-After"
// too, and a host that fails is left alone for longer each time.
//
// It never connects to addresses of private networks unless told to, whatever a
// name resolves to and wherever a redirect leads, speaks http and https only,
// and bounds size, time, redirects, headers and unpacking.
//
// The clock, the network and the jitter are values in [Options], so that a test
// can hold a week in seconds.
package fetch
