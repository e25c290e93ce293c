package link

import (
	"strings"

	"annals"
)

// portfolios are what ministries are called after, as written before the word
// and as written in a full name.
var portfolios = map[string]string{
	"foreign": "Foreign Affairs", "external affairs": "External Affairs", "defence": "Defence", "defense": "Defence",
	"interior": "Interior", "home": "Home Affairs", "home affairs": "Home Affairs", "finance": "Finance", "health": "Health",
	"justice": "Justice", "information": "Information", "education": "Education", "energy": "Energy", "oil": "Oil",
	"trade": "Trade", "economy": "Economy", "economic": "Economy", "agriculture": "Agriculture", "transport": "Transport",
	"shipping": "Shipping", "labour": "Labour", "labor": "Labour", "environment": "Environment", "culture": "Culture",
	"security": "Security", "public security": "Public Security", "state security": "State Security", "migration": "Migration",
	"immigration": "Immigration", "tourism": "Tourism", "fisheries": "Fisheries", "mining": "Mining", "unification": "Unification",
	"commerce": "Commerce", "water": "Water", "housing": "Housing", "communications": "Communications", "religious affairs": "Religious Affairs",
	"electricity": "Electricity", "planning": "Planning", "sports": "Sports", "science": "Science", "emergencies": "Emergency Situations",
	"emergency": "Emergency Situations", "intelligence": "Intelligence", "railways": "Railways", "industry": "Industry",
}

// roleName is the full English name of a body that the text describes: the
// Armenian Defence Ministry, Armenia's Defence Ministry and the Defence
// Ministry are the Ministry of Defence of Armenia. Bodies of no known country
// and what is no body keep their words.
func (r *reader) roleName(i, first, last int, ro role, code annals.Code) string {
	words := trimArticle(r.text(i, first, last))
	c, ok := r.countries[code]
	if !ok || ro.kind != annals.Organization {
		return words
	}
	if part := r.stateNamed(i, first, last); part != "" {
		c.name = part // of Greenland, not of Denmark
	}
	if name := r.ministry(i, first, last); name != "" {
		return name + " of " + c.name
	}
	switch strings.ToLower(words[strings.LastIndexByte(words, ' ')+1:]) {
	case "army", "military":
		return "Armed Forces of " + c.name
	case "government":
		return "Government of " + c.name
	}
	if r.namesCountry(i, first, last) {
		return words
	}
	return words + " of " + c.name
}

// stateNamed is the state or part of one that tokens [first, last) name, or "".
func (r *reader) stateNamed(i, first, last int) string {
	for k := first; k < last; k++ {
		if h := r.hitAt(i, k); h != nil && h.Kind == annals.State {
			return h.Name
		}
	}
	return ""
}

// ministry is "Ministry of Defence" for "its defence ministry", or "".
func (r *reader) ministry(i, first, last int) string {
	ts := r.ss[i].Tokens
	if !strings.EqualFold(ts[last-1].Form, "ministry") {
		return ""
	}
	for from := max(first, last-3); from < last-1; from++ {
		if full := portfolios[strings.ToLower(r.text(i, from, last-1))]; full != "" {
			return "Ministry of " + full
		}
	}
	return ""
}
