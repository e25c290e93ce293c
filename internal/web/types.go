package web

import "annals"

// A typeRow is a type of the codebook as the page shows it.
type typeRow struct {
	Type   annals.Type
	Quad   int
	Means  string
	Claims int
	URL    string
}

// typeRows are the sixteen types in the words of doc/codebook.md, shortened.
func typeRows(claims map[string]int) []typeRow {
	means := map[annals.Type]string{
		annals.Agree:     "agree, promise, offer or plan to meet, to help, to cooperate or to support",
		annals.Consult:   "meet, visit, talk, call, negotiate or mediate",
		annals.Support:   "praise, back, recognise, thank, defend, or sign a pact",
		annals.Concede:   "give way: ease rules, pardon, apologise, declare a truce, promise a withdrawal",
		annals.Cooperate: "act together: trade, share, exercise jointly, extradite",
		annals.Aid:       "give money, goods, arms, training, refuge or rescue",
		annals.Retreat:   "withdraw, release, disarm, let through, resign; keep a truce",
		annals.Request:   "ask, urge, demand or appeal",
		annals.Accuse:    "accuse, blame, condemn, sue, charge or investigate",
		annals.Reject:    "refuse, turn down, cancel or veto",
		annals.Threaten:  "threaten or warn of a hostile act",
		annals.Protest:   "march, strike, boycott, block, riot",
		annals.Sanction:  "cut aid or ties, impose sanctions or tariffs, expel, recall, convict",
		annals.Mobilize:  "deploy, put on alert, exercise alone, test weapons",
		annals.Coerce:    "arrest, ban, seize, censor, deport, impose a curfew, hack",
		annals.Assault:   "attack, kill, wound, shell, bomb, abduct, torture",
	}
	var out []typeRow
	for _, t := range annals.Types() {
		out = append(out, typeRow{t, t.Quad(), means[t], claims[string(t)], searchURL("type:" + string(t))})
	}
	return out
}
