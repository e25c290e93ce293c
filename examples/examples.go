// Package examples holds six news pages written for this project: invented
// outlets, people and acts, in six page designs. The program shows them when it
// is asked for a demonstration.
package examples

import "embed"

// Pages are the pages, as a site would serve them.
//
//go:embed *.html
var Pages embed.FS
