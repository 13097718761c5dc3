package tcpdump

import "tcpshake/decode"

// Options are the options of tcpdump that change the line.
type Options struct {
	Number   bool      // -#: packet number in front
	Time     TimeStyle // -t .. -ttttt
	Nano     bool      // --nano: nine digits of fraction
	Link     bool      // -e: the link part
	Quiet    bool      // -q
	Verbose  int       // number of -v
	Absolute bool      // -S: absolute sequence numbers
	Numeric  bool      // -n: no names
	Short    bool      // -N: host names without their domain
	NoCheck  bool      // -K: no checksums
	Dump     Dump      // -x, -xx, -X, -XX, -A, -AA
}

// Names gives names to numbers; "" means that there is none. It is not asked
// when Options.Numeric is set.
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
	// env is what the innermost IP header says about the TCP part.
	env envelope
	// seg is the packet at hand.
	seg *decode.Segment
}

// New returns a Line. maxBases bounds the memory for relative sequence
// numbers: the connections that are remembered.
func New(opt Options, names Names, maxBases int) *Line {
	return &Line{opt: opt, names: names}
}

// stop says how a part of the line ended.
type stop uint8

const (
	goOn stop = iota // the next layer follows
	soft             // the line ends here; dumps begin behind the link header
	hard             // the line ends here; dumps begin at the link header
)
