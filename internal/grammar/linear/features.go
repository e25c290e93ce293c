package linear

// input is the sentence that a parser's features look at.
type input struct {
	words  []Word
	tags   []uint8
	coarse []uint64
}

// node is one word as features see it; the root and absent words have numbers
// of their own.
type node struct {
	w *Word
	p uint64 // tag
	c uint64 // coarse tag
}

var (
	absent = Word{Form: 2, Lower: 2}
	root   = Word{Form: 3, Lower: 3, Shape: 3}
)

func (in *input) node(i int) node {
	switch {
	case i < 0:
		return node{&absent, 254, 254}
	case i >= len(in.words):
		return node{&root, 253, 253}
	}
	t := in.tags[i]
	return node{&in.words[i], uint64(t), in.coarse[t]}
}

// distance between two places, in steps that grow.
func distance(a, b int) uint64 {
	if a < 0 || b < 0 {
		return 15
	}
	switch d := b - a; {
	case d < 5:
		return uint64(d)
	case d < 8:
		return 5
	case d < 12:
		return 6
	}
	return 7
}

// moveKeys appends the features of a state (after Zhang and Nivre 2011, with
// clusters): S is the top of the stack, T below it, N the front of the buffer;
// h, l and r its head and outermost children.
func moveKeys(k []uint64, st *state, in *input) []uint64 {
	s0, s1, s2, b := st.top(0), st.top(1), st.top(2), st.b
	S, T, N := in.node(s0), in.node(s1), in.node(b)
	n1, n2 := b+1, b+2
	if b >= st.n {
		n1, n2 = -1, -1
	} else if n1 >= st.n {
		n2 = -1
	}
	N1, N2 := in.node(n1), in.node(n2)
	sh, sl, sl2, sr, sr2 := -1, -1, -1, -1, -1
	var svl, svr, nvl, sLab uint64
	if s0 >= 0 {
		sh, sl, sl2, sr, sr2 = int(st.head[s0]), int(st.l1[s0]), int(st.l2[s0]), int(st.r1[s0]), int(st.r2[s0])
		svl, svr = uint64(st.ln[s0]), uint64(st.rn[s0])
		sLab = uint64(st.label[s0])
		if sh < 0 {
			sLab = 255
		}
	}
	nl, nl2 := int(st.l1[b]), int(st.l2[b])
	nvl = uint64(st.ln[b])
	H, SL, SL2, SR, SR2, NL, NL2 := in.node(sh), in.node(sl), in.node(sl2), in.node(sr), in.node(sr2), in.node(nl), in.node(nl2)
	d := distance(s0, b)
	has := uint64(0)
	if sh >= 0 {
		has = 1
	}
	k = append(k, key1(1, has),
		// words
		key2(2, S.w.Lower, S.p), key1(3, S.w.Lower), key2(4, S.p, has),
		key2(5, N.w.Lower, N.p), key1(6, N.w.Lower), key1(7, N.p),
		key2(8, N1.w.Lower, N1.p), key1(9, N1.w.Lower), key1(10, N1.p),
		key2(11, N2.w.Lower, N2.p), key1(12, N2.w.Lower), key1(13, N2.p),
		// pairs
		key3(14, S.w.Lower, S.p, N.w.Lower+N.p), key3(15, S.w.Lower, S.p, N.w.Lower),
		key3(16, S.w.Lower, N.w.Lower, N.p), key3(17, S.w.Lower, S.p, N.p),
		key3(18, S.p, N.w.Lower, N.p), key2(19, S.w.Lower, N.w.Lower), key3(20, S.p, N.p, has), key2(21, N.p, N1.p),
		// triples
		key3(22, N.p, N1.p, N2.p), key3(23, S.p, N.p, N1.p), key3(24, H.p, S.p, N.p),
		key3(25, S.p, SL.p, N.p), key3(26, S.p, SR.p, N.p), key3(27, S.p, N.p, NL.p),
		key3(28, T.p, S.p, N.p), key3(29, T.c, S.p, N.p+N1.p<<8), key3(30, S.p, N.p+N1.p<<8, N2.p),
		// distance and valency
		key2(31, S.w.Lower, d), key2(32, S.p, d), key2(33, N.w.Lower, d), key2(34, N.p, d),
		key3(35, S.w.Lower, N.w.Lower, d), key3(36, S.p, N.p, d),
		key2(37, S.w.Lower, svr), key2(38, S.p, svr), key2(39, S.w.Lower, svl), key2(40, S.p, svl),
		key2(41, N.w.Lower, nvl), key2(42, N.p, nvl), key3(43, S.p, svr, N.p), key3(44, S.p, svl+8*svr, N.p+nvl<<8))
	k = append(k,
		// head and children
		key1(45, H.w.Lower), key1(46, H.p), key2(47, sLab, N.p), key1(48, SL.w.Lower), key1(49, SL.p),
		key1(50, SR.w.Lower), key2(51, SR.p, N.p), key1(52, NL.w.Lower), key1(53, NL.p),
		key1(54, SL2.w.Lower), key1(55, SR2.w.Lower), key1(56, NL2.w.Lower), key1(57, SL2.p), key1(58, SR2.p), key1(59, NL2.p),
		key3(60, S.p, SL.p, SL2.p), key3(61, S.p, SR.p, SR2.p), key3(62, N.p, NL.p, NL2.p),
		key3(63, S.w.Lower, SR.w.Lower, N.p), key3(64, S.p, SR.w.Lower, N.w.Lower), key3(65, T.p, T.w.Lower, N.p),
		key2(66, S.w.Lower, N1.w.Lower), key3(67, S.p, N.w.Lower, N1.p), key3(68, H.w.Lower, S.p, N.p), key3(69, H.w.Lower, S.w.Lower, N.w.Lower),
		key3(70, H.p, N.p, S.w.Lower), key3(71, S.p, N1.w.Lower, N.p), key3(72, in.node(s2).c, T.c, S.c+N.c<<8))
	// relations
	k = append(k, key2(73, S.p, labelOf(st, sl)), key2(74, S.p, labelOf(st, sr)), key2(75, N.p, labelOf(st, nl)),
		key2(76, S.w.Lower, labelOf(st, sr)), key3(77, S.p, sLab, N.p+labelOf(st, nl)<<8),
		key3(78, labelOf(st, sr), labelOf(st, sr2), N.p), key3(79, sLab, S.p, N.p), key3(80, S.w.Lower, sLab, N.w.Lower),
		key3(81, S.p, labelSet(st, sl, sl2, sr, sr2), N.p), key3(82, T.c, labelOf(st, s1), N.p))
	// clusters
	k = append(k, key2(83, S.w.Big, N.w.Big), key2(84, S.w.Mid, N.w.Mid), key3(85, S.w.Wide, N.w.Wide, S.p+N.p<<8),
		key2(86, S.w.Big, N.p), key2(87, S.p, N.w.Big), key3(88, S.w.Mid, N.w.Mid, N1.w.Mid), key2(89, N.w.Big, N1.w.Big),
		key3(90, S.p, N.p, N1.w.Mid), key3(91, H.w.Mid, S.w.Mid, N.w.Mid), key3(92, S.w.Mid, SR.w.Mid, N.w.Mid),
		key3(93, S.w.Lower, S.p, N.w.Mid), key3(94, S.w.Mid, N.p, N.w.Lower),
		key2(95, S.w.Suf[2], N.w.Suf[2]), key2(96, S.w.Suf[1], N.p), key2(97, S.p, N.w.Suf[1]))
	return k
}

func labelOf(st *state, i int) uint64 {
	if i < 0 || i >= st.n || st.head[i] < 0 {
		return 255
	}
	return uint64(st.label[i])
}

func labelSet(st *state, a, b, c, d int) uint64 {
	return labelOf(st, a) | labelOf(st, b)<<8 | labelOf(st, c)<<16 | labelOf(st, d)<<24
}

// labelKeys appends the features of the relation of an arc from h to d.
func labelKeys(k []uint64, st *state, in *input, h, d int) []uint64 {
	H, D := in.node(h), in.node(d)
	side := uint64(0)
	if d < h {
		side = 1
	}
	dist := distance(min(h, d), max(h, d)) | side<<4
	dl, dl2, dr := int(st.l1[d]), int(st.l2[d]), int(st.r1[d])
	hl, hr := int(st.l1[h]), int(st.r1[h])
	hh := int(st.head[h])
	DL, DL2, DR, HL, HR, HH := in.node(dl), in.node(dl2), in.node(dr), in.node(hl), in.node(hr), in.node(hh)
	before, after := in.node(d-1), in.node(d+1)
	hp := H.p<<4 | side
	k = append(k, key1(1, side), key2(2, H.p, side), key2(3, D.p, side), key3(4, H.p, D.p, side),
		key2(5, H.w.Lower, side), key2(6, D.w.Lower, side), key3(7, H.w.Lower, D.p, side), key3(8, hp, D.w.Lower, 0),
		key3(9, H.w.Lower, D.w.Lower, side), key3(10, hp, D.p, dist), key2(11, D.p, dist),
		key3(12, hp, D.p, DL.w.Lower), key3(13, hp, DL.w.Lower, DL.p), key2(14, H.w.Lower, DL.w.Lower),
		key3(15, hp, D.p, DL.p), key3(16, hp, D.p, DR.p), key3(17, D.p, DL2.w.Lower, side),
		key3(18, hp, D.p, HL.p), key3(19, hp, D.p, HR.p), key3(20, hp, D.p, labelOf(st, hl)), key3(21, hp, D.p, labelOf(st, hr)),
		key3(22, hp, D.p, labelOf(st, dl)), key3(23, hp, D.p, labelOf(st, dr)), key3(24, D.p, labelOf(st, dl), labelOf(st, dl2)),
		key3(25, hp, before.p, D.p), key3(26, hp, D.p, after.p), key2(27, before.w.Lower, D.p), key2(28, after.w.Lower, D.p),
		key3(29, H.w.Lower, DL.w.Lower, D.w.Mid), key3(30, HH.p, hp, D.p), key3(31, labelOf(st, h), hp, D.p),
		key2(32, D.w.Suf[2], hp), key2(33, H.w.Suf[2], D.p<<4|side),
		key3(34, H.w.Big, D.w.Big, side), key3(35, H.w.Mid, D.w.Mid, side), key3(36, hp, D.w.Big, D.p), key3(37, H.w.Big, D.p, side),
		key3(38, H.w.Mid, D.w.Mid, DL.w.Lower), key3(39, H.w.Big, DL.w.Lower, side), key3(40, D.w.Big, DL.w.Lower, hp),
		key3(41, D.w.Shape, hp, D.p), key2(42, uint64(st.ln[h]), hp+D.p<<16), key3(43, uint64(st.rn[h]), hp, D.p),
		key3(44, H.w.Lower, labelOf(st, hr), D.p), key3(45, H.w.Lower, labelOf(st, hl), D.p), key3(46, hp, HR.w.Lower, D.w.Lower),
		key3(47, labelOf(st, dl), D.w.Lower, hp), key3(48, DR.w.Lower, D.p, hp))
	return k
}
