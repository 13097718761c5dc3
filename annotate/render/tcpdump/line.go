package tcpdump

import (
	"time"

	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/decode"
)

// Options are the options of tcpdump that change the line.
type Options struct {
	Number   bool           // -#: packet number in front
	Time     TimeStyle      // -t .. -ttttt
	Zone     *time.Location // of TimeOfDay and DateTime; nil is UTC
	Nano     bool           // --nano: nine digits of fraction
	Link     bool           // -e: the link part
	Quiet    int            // number of -q
	Verbose  int            // number of -v
	Absolute bool           // -S: absolute sequence numbers
	Numeric  bool           // -n: no names
	Short    bool           // -N: host names without their domain
	NoCheck  bool           // -K: no checksums
	Dump     Dump           // -x, -xx, -X, -XX, -A, -AA
}

// Names gives names to numbers; "" means that there is none. It is not asked
// when Options.Numeric is set. It must give the same answer each time: the text
// of hosts and ports is remembered.
type Names interface {
	Host(decode.Addr) string
	Port(uint16) string
	// MAC names an Ethernet address, as /etc/ethers does.
	MAC([6]byte) string
	// Interface names an interface index of this machine; it is asked in any case.
	Interface(uint32) string
}

// Line prints packets as tcpdump does. It remembers the relative sequence
// numbers' bases and the time of the packets before.
type Line struct {
	opt   Options
	names Names
	// wantsPlain is set when the options ask for no more of a usual segment than plain
	// appends.
	wantsPlain bool
	clock      clock
	bases      bases
	// known are the directions seen lately, dir the one of the packet at hand.
	known directions
	dir   *direction
	// env is what the innermost IP header says about the TCP part.
	env envelope
	// nothing is a header of which no byte is there; see beyond.
	nothing [1]decode.Layer
	hasher  hasher
	// seg is the packet at hand.
	seg *decode.Segment
	// linkLen is how many bytes of it a dump without the link header leaves out.
	linkLen int
	// protocol is the name in the mark of a TCP header that is cut.
	protocol string
	// ended tells how its line ended.
	ended stop
}

// New returns a Line. maxBases bounds the memory for relative sequence
// numbers: the connections that are remembered, of IPv4 and of IPv6 each.
func New(opt Options, names Names, maxBases int) *Line {
	return &Line{opt: opt, wantsPlain: opt.isPlain(), names: names, clock: newClock(opt), bases: newBases(maxBases), hasher: newHasher()}
}

// Append appends the line of the packet s, without a dump and without the
// newline at the end; layouts with -v hold newlines. number counts the packets
// from 1 (-#), t is the capture time in nanoseconds since 1970 UTC. direction is a
// number that only segments of class TCP with the same Src and the same Dst have,
// 0 when there is none: what such segments have in common is remembered by it. The
// one of the opposite direction differs in the lowest bit.
func (l *Line) Append(dst []byte, number uint64, t int64, s *decode.Segment, direction uint64) []byte {
	l.seg, l.linkLen, l.ended = s, 0, goOn
	l.dir = l.known.of(direction)
	if l.opt.Number {
		dst = appendNumber(dst, number)
	}
	if l.wantsPlain && s.IsUsual() {
		dst, l.ended = l.plain(l.clock.append(dst, t))
		return dst
	}
	if !saneLengths(s) {
		l.ended = undumped
		return appendInvalid(dst, s)
	}
	dst, l.ended = l.headers(l.clock.append(dst, t))
	return dst
}

// Skip takes note of a packet that is not printed, or is no TCP, so that the
// lines after it are the same as if all were printed: -ttt counts from it, and
// relative sequence numbers from its own. t is the capture time in nanoseconds
// since 1970 UTC.
func (l *Line) Skip(t int64, s *decode.Segment) {
	if !saneLengths(s) {
		return
	}
	l.clock.skip(t)
	if !l.opt.Absolute && l.opt.Quiet == 0 {
		l.skipNumbers(s)
	}
}

func (l *Line) skipNumbers(s *decode.Segment) {
	layers := s.Layers()
	if len(layers) == 0 {
		return
	}
	last := &layers[len(layers)-1]
	if last.Kind != decode.LayerTCP || s.Class == decode.ICMPError {
		return
	}
	h := decode.TCPHeader(s.Frame[last.Off:last.End])
	if len(h) < minTCPHeader || h.HeaderLen() < minTCPHeader {
		return
	}
	var f flow
	var nowhere place
	f.setAddrs(&s.Src.Addr, &s.Dst.Addr, h)
	l.bases.relative(&f, l.hasher.hash(&f), &nowhere, h)
}

// stop says how a part of the line ended.
type stop uint8

const (
	goOn     stop = iota // the next layer follows
	soft                 // the line ends here; dumps begin behind the link header
	hard                 // the line ends here; dumps begin at the link header
	undumped             // the line ends here, and there is no dump
)

// appendNumber appends a packet number as -# does.
func appendNumber(dst []byte, number uint64) []byte {
	for limit := uint64(10000); limit >= 10 && number < limit; limit /= 10 {
		dst = append(dst, ' ')
	}
	return append(decimal.Append64(dst, number), "  "...)
}
