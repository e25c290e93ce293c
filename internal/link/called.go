package link

import (
	"slices"
	"strings"

	"annals"
)

// Words between somebody and the name that is theirs, in the order in which
// they stand: a group, which is also known as "M23"; rebels calling themselves M23.
var callWords = map[string][]string{
	"link":   strings.Fields("that which who"),
	"be":     strings.Fields("is are was were"),
	"how":    strings.Fields("now then also often better widely commonly formerly previously locally collectively"),
	"call":   strings.Fields("called named dubbed nicknamed labelled labeled styled termed known going"),
	"itself": strings.Fields("calling calls call called styling styles style naming identifying"),
	"self":   strings.Fields("itself himself herself themselves"),
	"as":     strings.Fields("as by"),
	"mark":   strings.Fields("the name of \" “ `` ' ‘ a an"),
}

// called reads a noun phrase that a name of the table follows: a militia known
// as M23 is M23. Trees often take "called" for the verb of the sentence, so it
// goes by the words.
func (r *reader) called(i, head int) reading {
	t := &r.trees[i]
	if t.s.Tokens[head].UPOS != "NOUN" {
		return reading{}
	}
	_, last := t.phrase(head)
	h := r.hitAt(i, r.nameAfter(i, head, last))
	if h == nil || h.Kind == annals.State || h.form == adjective || h.form == people {
		return reading{}
	}
	got := r.ofHit(i, h.head, h)
	got.via, got.sure = "description", min(got.sure, 0.85)
	return got
}

// nameAfter is the token after "called" and the like and what belongs to it,
// where these stand from token k on, which follows the noun phrase of head, or −1.
func (r *reader) nameAfter(i, head, k int) int {
	ts := r.ss[i].Tokens
	pass := func(class string) bool {
		from := k
		for k < len(ts) && slices.Contains(callWords[class], strings.ToLower(ts[k].Form)) {
			k++
		}
		return k > from
	}
	comma := k < len(ts) && ts[k].Form == ","
	if comma {
		k++
	}
	linked, been := pass("link"), pass("be")
	pass("how")
	verb := k
	if !(pass("itself") && pass("self")) {
		if k = verb; linked && !been || !pass("call") {
			return -1
		}
		if k < len(ts) && ts[k].Form == "by" && (k+2 >= len(ts) || ts[k+2].Form != "name") {
			return -1 // protesters called by Hamas
		}
		if !pass("as") && !comma && (r.trees[i].child(head, "det") < 0 || ts[verb].XPOS != "VBN" && ts[verb].Deprel != "acl") {
			return -1 // rebels called the police
		}
	}
	pass("mark")
	return k
}
