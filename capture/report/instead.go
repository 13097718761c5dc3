package report

import (
	"github.com/spf13/pflag"

	"tcpshake/capture"
)

// Instead says what is told instead of capturing; the zero value is nothing.
type Instead struct {
	Devices bool // -D
	Version bool // --version
}

// AddFlags registers the options.
func (i *Instead) AddFlags(fs *pflag.FlagSet) {
	fs.BoolVarP(&i.Devices, "list-interfaces", "D", false, "list the interfaces")
	fs.BoolVar(&i.Version, "version", false, "print the versions of tcpshake and libpcap")
}

// Asked reports whether something is to be told instead of capturing.
func (i *Instead) Asked() bool { return i.Devices || i.Version }

// Text returns what is told. clean makes a text fit to be shown.
func (i *Instead) Text(clean func(string) string) (string, error) {
	if i.Version {
		return Versions(), nil
	}
	devices, err := capture.Devices()
	if err != nil {
		return "", err
	}
	return Devices(devices, clean), nil
}
