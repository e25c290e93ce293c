package store

import "testing"

func TestFailureOf(t *testing.T) {
	for _, c := range []struct {
		failure Failure
		outlet  string
		want    bool
	}{
		{Failure{Outlet: "Gazeta Łódzka"}, "GAZETA łódzka", true},
		{Failure{Outlet: "Gazeta Łódzka"}, "Gazeta", false},
		{Failure{URL: "https://news.example:8080/1"}, "news.example", true},
		{Failure{URL: "https://www.News.example/1"}, "www.news.example", true},
		{Failure{URL: "https://a.news.example/1"}, "news.example", true},
		{Failure{URL: "https://notnews.example/1"}, "news.example", false},
		{Failure{URL: "https://news.example/1"}, "example", false},
		{Failure{URL: "https://news.example/1"}, "", false},
		{Failure{URL: "https://news.example/1"}, "https://news.example/1", true},
		{Failure{URL: "::"}, "news.example", false},
		{Failure{File: "news.example"}, "news.example", false},
		{Failure{}, "", false},
	} {
		if got := c.failure.Of(c.outlet); got != c.want {
			t.Errorf("%+v of %q: %v, want %v", c.failure, c.outlet, got, c.want)
		}
	}
}
