package capture

import (
	"math"
	"strconv"

	"github.com/google/gopacket/pcap"
	"github.com/spf13/pflag"

	"tcpshake/capture/internal/escape"
)

// AddFlags registers the options of a live capture. Letters and long names are
// tcpdump's, and so are the texts about values that cannot be used.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	fs.StringVarP(&o.Interface, "interface", "i", "", "capture on `NAME`, a name or number of the list of -D; without it on loopback")
	largest := strconv.Itoa(MaxSnapLen)
	fs.VarP(&bounded{&o.SnapLen, 0, MaxSnapLen, "invalid snaplen %s (must be >= 0 and <= " + largest + ")"},
		"snapshot-length", "s", "capture at most `BYTES` of each packet (0, the default: "+largest+")")
	fs.BoolVarP(&o.NoPromiscuous, "no-promiscuous-mode", "p", false, "do not put the interface into promiscuous mode")
	fs.VarP(&o.Direction, "direction", "Q", "capture only packets that go `IN`, OUT or INOUT (both, the default)")
	fs.VarP(&bounded{&o.BufferKiB, 1, math.MaxInt32 >> 10, "invalid packet buffer size %s"},
		"buffer-size", "B", "size of the kernel's buffer in `KIB`")
	fs.VarP(&checked{&o.LinkType, checkLinkType}, "linktype", "y", "capture as link type `NAME`, one of the list of -L")
	fs.VarP(&checked{&o.TimestampType, checkTimestampType}, "time-stamp-type", "j", "take time stamps from clock `NAME`, one of the list of -J")
	fs.BoolVar(&o.Immediate, "immediate-mode", false, "hand over each packet as it comes, and lose more of a burst")
	fs.BoolVarP(&o.NoOptimizer, "no-optimize", "O", false, "do not run the optimiser over the code of the filter")
	fs.StringVarP(&o.User, "relinquish-privileges", "Z", "", "as root, become `USER` once everything is open; the user of sudo, else nobody")
}

// bounded is an option whose value is a whole number from min to max, written as
// in C: 64, 0x40 or 0100.
type bounded struct {
	value    *int
	min, max int
	text     string // about a value that cannot be used
}

// Set implements pflag.Value.
func (n *bounded) Set(value string) error {
	v, err := strconv.ParseInt(value, 0, 32)
	if err != nil || int(v) < n.min || int(v) > n.max {
		return usageErrorf(n.text, escape.Text(value))
	}
	*n.value = int(v)
	return nil
}

// String implements pflag.Value.
func (n *bounded) String() string {
	if n.value == nil {
		return ""
	}
	return strconv.Itoa(*n.value)
}

// Type implements pflag.Value.
func (n *bounded) Type() string { return "number" }

// checked is an option whose value is one of libpcap's names. A wrong one is a mistake
// also where it does not matter, as with -r.
type checked struct {
	value *string
	check func(string) error
}

// Set implements pflag.Value. An empty name is left to be told as a missing one.
func (c *checked) Set(value string) error {
	*c.value = value
	if value == "" {
		return nil
	}
	return c.check(value)
}

// String implements pflag.Value.
func (c *checked) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

// Type implements pflag.Value.
func (c *checked) Type() string { return "string" }

// checkTimestampType reports a name that is none of libpcap's.
func checkTimestampType(name string) error {
	if _, err := pcap.TimestampSourceFromString(name); err != nil {
		return usageErrorf("invalid time stamp type %s", escape.Text(name))
	}
	return nil
}

// Set implements pflag.Value.
func (d *Direction) Set(word string) error {
	parsed, err := parseDirection(word)
	if err == nil {
		*d = parsed
	}
	return err
}

// Type implements pflag.Value.
func (d *Direction) Type() string { return "direction" }
