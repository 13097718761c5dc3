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
	// limit is how many findings are printed, shown what kind of them.
	limit int
	shown annotate.Visibility
}

func newNotes(pal *palette, verbose int) notes {
	if verbose > 0 {
		return notes{pal: pal, limit: int(^uint(0) >> 1), shown: annotate.Verbose}
	}
	return notes{pal: pal, limit: maxFindings, shown: annotate.Always}
}

// append appends the note with the two spaces before it; a frame without a
// connection and without findings has none.
func (n *notes) append(dst []byte, e *annotate.Event) []byte {
	if e.Conn == 0 {
		return n.appendFindings(dst, "  ", e.Findings)
	}
	dst = strconv.AppendUint(append(dst, "  #"...), e.Conn, 10)
	if e.Copy && len(e.Findings) == 0 {
		return strconv.AppendUint(append(dst, ": duplicate of "...), e.CopyOf, 10)
	}
	if e.Changed {
		dst = append(append(dst, ' '), n.pal.pair(e.Client, e.Server)...)
	}
	if len(e.Findings) == 0 {
		return dst
	}
	return n.appendFindings(dst, ": ", e.Findings)
}

// appendFindings appends before and the findings that are to be shown, if any.
func (n *notes) appendFindings(dst []byte, before string, findings []annotate.Finding) []byte {
	count := 0
	for i := range findings {
		f := &findings[i]
		if f.Kind.Visibility() > n.shown {
			continue
		}
		s := &n.pal.severities[f.Kind.Severity()]
		dst = append(append(dst, before...), s.on...)
		dst = append(f.AppendText(dst), s.off...)
		if count++; count == n.limit {
			break
		}
		before = "; "
	}
	return dst
}
