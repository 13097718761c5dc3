package render

import (
	"strconv"

	"tcpshake/annotate"
	"tcpshake/annotate/render/internal/decimal"
)

// maxFindings is how many findings a note holds without -v: the worst ones.
const maxFindings = 2

// notes appends what follows the packet line: the connection, the states when
// they changed, the findings.
type notes struct {
	pal *palette
	// limit is how many findings are printed, shown what kind of them; measures is
	// set when what the packet measures follows them.
	limit    int
	shown    annotate.Visibility
	measures bool
}

func newNotes(pal *palette, verbose int) notes {
	if verbose > 0 {
		return notes{pal: pal, limit: int(^uint(0) >> 1), shown: annotate.Verbose, measures: true}
	}
	return notes{pal: pal, limit: maxFindings, shown: annotate.Always}
}

// append appends the note with the two spaces before it; a frame without a
// connection and without findings has none.
func (n *notes) append(dst []byte, e *annotate.Event) []byte {
	if e.Conn == 0 {
		dst, _ = n.appendFindings(dst, ' ', e.Findings)
		return dst
	}
	dst = decimal.Append64(append(dst, "  #"...), e.Conn)
	if e.Copy && len(e.Findings) == 0 {
		return strconv.AppendUint(append(dst, ": duplicate of "...), e.CopyOf, 10)
	}
	if e.Changed {
		dst = n.pal.pair(e.Client, e.Server).Append(append(dst, ' '))
	}
	if len(e.Findings) == 0 && !n.measures {
		return dst // most packets
	}
	dst, before := n.appendFindings(dst, ':', e.Findings)
	if !n.measures {
		return dst
	}
	return appendMeasures(dst, before, e)
}

// appendMeasures appends before, a space and what the packet measures, if anything,
// and what else tshark calls it.
func appendMeasures(dst []byte, before byte, e *annotate.Event) []byte {
	if e.RTT > 0 {
		dst = append(append(dst, before), " rtt "...)
		dst, before = annotate.AppendDuration(dst, e.RTT), ';'
	}
	if e.InFlight > 0 {
		dst = strconv.AppendUint(append(dst, before, ' '), uint64(e.InFlight), 10)
		dst, before = append(dst, " in flight"...), ';'
	}
	if other := e.CompatOther(); other != 0 {
		dst = append(append(dst, before), " tshark: "...)
		for word := range other.Words {
			dst = append(append(dst, word...), ", "...)
		}
		dst = dst[:len(dst)-len(", ")]
	}
	return dst
}

// appendFindings appends before, a space and the findings that are to be shown, if
// any. It returns what stands before what follows.
func (n *notes) appendFindings(dst []byte, before byte, findings []annotate.Finding) ([]byte, byte) {
	count := 0
	for i := range findings {
		f := &findings[i]
		if f.Kind.Visibility() > n.shown {
			continue
		}
		s := &n.pal.severities[f.Kind.Severity()]
		dst = append(dst, before, ' ')
		if s.on == "" {
			dst = f.AppendText(dst)
		} else {
			dst = append(f.AppendText(append(dst, s.on...)), s.off...)
		}
		before = ';'
		if count++; count == n.limit {
			break
		}
	}
	return dst, before
}
