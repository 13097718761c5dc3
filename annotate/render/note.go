package render

import (
	"strconv"

	"tcpshake/annotate"
)

// maxFindings is how many findings a note holds without -v: the worst ones.
const maxFindings = 2

// notes appends what follows the packet line: the connection, the states when
// they changed, the findings.
type notes struct {
	pal *palette
	// limit is how many findings are printed.
	limit int
}

func newNotes(pal *palette, verbose int) notes {
	n := notes{pal: pal, limit: maxFindings}
	if verbose > 0 {
		n.limit = int(^uint(0) >> 1)
	}
	return n
}

// append appends the note with the two spaces before it; a frame without a
// connection and without findings has none.
func (n *notes) append(dst []byte, e *annotate.Event) []byte {
	if e.Conn == 0 {
		if len(e.Findings) == 0 {
			return dst
		}
		return n.appendFindings(append(dst, "  "...), e.Findings)
	}
	dst = strconv.AppendUint(append(dst, "  #"...), e.Conn, 10)
	if e.Copy {
		return strconv.AppendUint(append(dst, ": duplicate of "...), e.CopyOf, 10)
	}
	if e.Changed {
		dst = append(append(dst, ' '), n.pal.pair(e.Client, e.Server)...)
	}
	if len(e.Findings) == 0 {
		return dst
	}
	return n.appendFindings(append(dst, ": "...), e.Findings)
}

func (n *notes) appendFindings(dst []byte, findings []annotate.Finding) []byte {
	for i := range min(len(findings), n.limit) {
		if i > 0 {
			dst = append(dst, "; "...)
		}
		f := &findings[i]
		s := &n.pal.severities[findingSeverity(f)]
		dst = append(dst, s.on...)
		dst = appendFindingText(dst, f)
		dst = append(dst, s.off...)
	}
	return dst
}
