package plover

import (
	"strings"
	"testing"
)

// TestReadTwinRefuses names what is wrong with a row, and where it stands.
func TestReadTwinRefuses(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{"AID : COERCE", `twins.txt:1: want TYPE.mode <class> SECTOR, have "AID"`},
		{"AID <nobody> : COERCE", `twins.txt:1: want TYPE.mode <class> SECTOR, have "AID <nobody>"`},
		{"AID <held> JUD GOV : COERCE", `twins.txt:1: want TYPE.mode <class> SECTOR, have "AID <held> JUD GOV"`},
		{"# one\nHELP <held> : COERCE", `twins.txt:2: want TYPE.mode or TYPE.mode back of PLOVER, have "HELP <held>" : "COERCE"`},
		{"AID <held> : FORCE", `twins.txt:1: want TYPE.mode or TYPE.mode back of PLOVER, have "AID <held>" : "FORCE"`},
		{"AID <held> : COERCE forth", `twins.txt:1: want TYPE.mode or TYPE.mode back of PLOVER, have "AID <held>" : "COERCE forth"`},
	} {
		b := Codebook{classes: map[string]set{"held": {"prisoner": true}}}
		err := readTable("twins.txt", c.row, b.readTwin)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || b.twins != nil {
			t.Errorf("%q: error %v, want %s", c.row, err, c.want)
		}
	}
}
