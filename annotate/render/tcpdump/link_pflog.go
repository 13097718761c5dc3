package tcpdump

import "tcpshake/decode"

// pflog appends the text of a PFLOG header.
func (l *Line) pflog(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	h := decode.PFLOGHeader(l.bytes(ly))
	dst = appendUint(append(dst, "rule "...), h.Rule())
	if h.Subrule() != noSubrule {
		dst = append(appendName(append(dst, '.'), h.Ruleset()), '.')
		dst = appendUint(dst, h.Subrule())
	}
	dst = append(dst, '/')
	dst = appendKnown(dst, pflogReasons[:], h.Reason())
	dst = append(dst, ": "...)
	dst = append(appendKnown(dst, pflogActions[:], h.Action()), ' ')
	dst = append(appendKnown(dst, pflogDirections[:], h.Direction()), " on "...)
	dst = appendName(dst, h.Interface())
	return append(dst, ": "...)
}

// noSubrule stands in the header of a rule that is in no rule set.
const noSubrule = 1<<32 - 1

// appendKnown appends the name of a value, or its number when it has none.
func appendKnown(dst []byte, names []string, v uint8) []byte {
	if int(v) < len(names) && names[v] != "" {
		return append(dst, names[v]...)
	}
	return appendCount(dst, "unkn(", int(v), ")")
}

// pflogReasons are those of tcpdump 4.99.3, which has none for 3 and calls 4 what pf
// numbers as 3, a packet that is too short; pf's 4 means normalize.
var pflogReasons = [...]string{
	0: "0(match)", 1: "1(bad-offset)", 2: "2(fragment)", 4: "3(short)", 5: "5(memory)", 6: "6(bad-timestamp)",
	7: "7(congestion)", 8: "8(ip-option)", 9: "9(proto-cksum)", 10: "10(state-mismatch)", 11: "11(state-insert)",
	12: "12(state-limit)", 13: "13(src-limit)", 14: "14(synproxy)",
}

var pflogActions = [...]string{
	0: "pass", 1: "block", 2: "scrub", 4: "nat", 5: "nonat", 6: "binat", 7: "nobinat", 8: "rdr", 9: "nordr",
	10: "synproxy-drop",
}

var pflogDirections = [...]string{0: "in/out", 1: "in", 2: "out"}
