package render

import (
	"tcpshake/annotate/render/tcpdump"
	"tcpshake/decode"
)

// packetLine prints tcpdump's line; tcpdump.Line is the one.
type packetLine interface {
	// Append appends the line without its dump and without a line break.
	Append(dst []byte, number uint64, time int64, seg *decode.Segment) []byte
	// AppendDump appends the dump of the same packet, which begins with a line
	// break; nothing without -x, -X or -A.
	AppendDump(dst []byte) []byte
}

// newLine returns the line of package tcpdump as soon as it has the methods.
func newLine(opt tcpdump.Options, env *Env) packetLine {
	if l, ok := any(tcpdump.New(opt, env.Names, env.maxConnections())).(packetLine); ok {
		return l
	}
	return noLine{}
}

type noLine struct{}

func (noLine) Append(dst []byte, _ uint64, _ int64, _ *decode.Segment) []byte { return dst }
func (noLine) AppendDump(dst []byte) []byte                                   { return dst }
