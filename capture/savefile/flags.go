package savefile

import (
	"math"
	"strconv"

	"github.com/spf13/pflag"

	"tcpshake/capture/internal/escape"
)

// million is the unit of -C, in bytes.
const million = 1_000_000

// AddFlags registers the options of writing capture files under tcpdump's
// letters, with tcpdump's texts about values that cannot be used.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	fs.StringVarP(&o.Path, "w", "w", "", "write packets to `FILE` (-: standard output; a name in .pcapng makes pcapng)")
	fs.VarP(&number{set: o.setSize}, "C", "C", "begin the next file after `SIZE` million bytes")
	fs.VarP(&number{set: o.setPeriod}, "G", "G", "begin the next file after `SECONDS`; the name is a format of strftime")
	fs.VarP(&number{set: o.setMaxFiles}, "W", "W", "write at most `COUNT` files; with -C go round in them")
	fs.BoolVarP(&o.Unbuffered, "packet-buffered", "U", false, "write each packet to the file at once")
	fs.BoolVar(&o.Overwrite, "overwrite", false, "let -w replace a file")
}

func (o *Options) setSize(value string) error {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n <= 0 {
		return &ValueError{"invalid file size " + escape.Text(value)}
	}
	if n > math.MaxInt64/million {
		return &ValueError{"file size " + escape.Text(value) + " is too large"}
	}
	o.MaxSize = n * million
	return nil
}

func (o *Options) setPeriod(value string) error {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 0 {
		return &ValueError{"invalid number of seconds " + escape.Text(value)}
	}
	o.Period = n
	return nil
}

func (o *Options) setMaxFiles(value string) error {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n <= 0 {
		return &ValueError{"invalid number of output files " + escape.Text(value)}
	}
	o.MaxFiles = int(n)
	return nil
}

// ValueError says that the value of an option cannot be used.
type ValueError struct {
	text string
}

// Error gives tcpdump's text.
func (e *ValueError) Error() string { return e.text }

// Hints are lines for the user: none.
func (e *ValueError) Hints() []string { return nil }

// number is an option that checks its value.
type number struct {
	text string
	set  func(string) error
}

// Set implements pflag.Value.
func (n *number) Set(value string) error {
	n.text = value
	return n.set(value)
}

// String implements pflag.Value.
func (n *number) String() string { return n.text }

// Type implements pflag.Value.
func (n *number) Type() string { return "number" }
