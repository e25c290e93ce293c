package web

import (
	"net/url"
	"testing"

	"annals/internal/tell"
)

// FuzzAlertForm holds that a form of any bytes can be read, and that an alert that
// may be kept comes out of the form that shows it as it went in.
func FuzzAlertForm(f *testing.F) {
	f.Add("name=Raids&q=party:RUS&when=sources&least=3&every=weekly&day=Fri&at=17:30&zone=Europe/Warsaw")
	f.Add("name=%00%ff&when=new&every=hourly&paused=yes")
	f.Add("when=sources&least=%202&every=daily&at=&zone=%E2%80%AE")
	f.Fuzz(func(t *testing.T, query string) {
		v, _ := url.ParseQuery(query)
		x := fieldsOf("", v).Saved
		if len(x.Faults(nil, nil, &tell.Receivers{})) > 0 {
			return
		}
		y := formOf(x)
		again := fieldsOf("", url.Values{"name": {y.Name}, "q": {y.Query}, "when": {y.Condition}, "least": {y.Least},
			"every": {y.Every}, "day": {y.Day}, "at": {y.At}, "zone": {y.Zone}}).Saved
		again.Paused = x.Paused
		if again != x {
			t.Errorf("%q is %+v, and then %+v", query, x, again)
		}
	})
}
