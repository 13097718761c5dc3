package render

import (
	"tcpshake/annotate/render/tcpdump"
	"tcpshake/decode"
)

// packetLine is tcpdump.Line, for tests that put something simpler in its place.
type packetLine interface {
	Append(dst []byte, number uint64, time int64, seg *decode.Segment, direction uint64) []byte
	AppendDump(dst []byte) []byte
	Skip(time int64, seg *decode.Segment)
}

func newLine(opt *Options, env *Env) packetLine {
	o := opt.Line()
	o.Zone = env.Location
	names := env.Names
	if names == nil {
		names = noNames{}
	}
	return tcpdump.New(o, names, env.maxConnections())
}

// noNames knows no names.
type noNames struct{}

func (noNames) Host(decode.Addr) string { return "" }
func (noNames) Port(uint16) string      { return "" }
func (noNames) MAC([6]byte) string      { return "" }
func (noNames) Interface(uint32) string { return "" }
