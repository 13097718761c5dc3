package report

import (
	"io"

	"github.com/spf13/pflag"

	"tcpshake/capture"
	"tcpshake/capture/bpf"
)

// Instead says what is told instead of capturing; the zero value is nothing.
type Instead struct {
	Devices        bool // -D
	LinkTypes      bool // -L
	TimestampTypes bool // -J
	Code           int  // -d, -dd, -ddd
	Version        bool // --version
}

// AddFlags registers the options.
func (i *Instead) AddFlags(fs *pflag.FlagSet) {
	fs.BoolVarP(&i.Devices, "list-interfaces", "D", false, "list the interfaces")
	fs.BoolVarP(&i.LinkTypes, "list-data-link-types", "L", false, "list the link types of the interface, for -y")
	fs.BoolVarP(&i.TimestampTypes, "list-time-stamp-types", "J", false, "list the clocks of the interface, for -j")
	fs.CountVarP(&i.Code, "d", "d", "print the compiled filter; -dd as C, -ddd as numbers")
	fs.BoolVar(&i.Version, "version", false, "print the versions of tcpshake and libpcap")
}

// Asked reports whether something is to be told instead of capturing.
func (i *Instead) Asked() bool { return *i != Instead{} }

// Text returns what is told. in says whether packets would come from files, and warn
// takes what is to be said beside it.
func (i *Instead) Text(opt capture.Options, in capture.Input, stdin io.Reader, warn io.Writer) (string, error) {
	switch {
	case i.Version:
		return Versions(), nil
	case i.Devices:
		devices, err := capture.Devices()
		return Devices(devices), err
	case i.LinkTypes:
		device, kinds, err := capture.LinkTypes(opt)
		return Kinds("Data link types", device, "-y", kinds), err
	case i.TimestampTypes:
		device, kinds, err := capture.TimestampTypes(opt)
		return Kinds("Time stamp types", device, "-j", kinds), err
	default:
		files, err := in.Files(stdin)
		if err != nil {
			return "", err
		}
		file := ""
		if len(files) > 0 {
			file = files[0]
		}
		code, assumed, err := capture.CompileFilter(opt, file, stdin)
		if assumed {
			io.WriteString(warn, "Warning: assuming Ethernet\n")
		}
		return i.code(code), err
	}
}

// code prints a compiled filter in the form that the number of -d asks for.
func (i *Instead) code(program []bpf.Instruction) string {
	switch i.Code {
	case 1:
		return string(bpf.AppendText(nil, program))
	case 2:
		return string(bpf.AppendC(nil, program))
	default:
		return string(bpf.AppendNumbers(nil, program))
	}
}
