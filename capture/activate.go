package capture

import (
	"errors"
	"reflect"
	"time"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/clib"
	"tcpshake/capture/internal/escape"
)

// Results of pcap_activate, from pcap/pcap.h. gopacket turns them into an
// error of a type that it does not export, and its texts are not libpcap's.
const (
	statusError            = -1
	statusNoSuchDevice     = -5
	statusPermDenied       = -8
	statusIfaceNotUp       = -9
	statusPromiscDenied    = -11
	statusPromiscNotSup    = 2
	statusTimestampsNotSup = 3
)

// handOver is how long the kernel may hold packets back to hand over many at
// once.
const handOver = 25 * time.Millisecond

// setting is what a handle is given before it is activated.
type setting struct {
	device     string
	snapLen    int
	promisc    bool
	bufferSize int // bytes; 0 is libpcap's choice
	immediate  bool
	prompt     bool
	timestamps string // "" is libpcap's choice
}

// activation is a failed pcap_activate.
type activation struct {
	status int
	detail string // pcap_geterr
}

func (a *activation) Error() string { return clib.StatusText(a.status) }

// activate opens a device. The error is an *activation where libpcap refused.
func (s setting) activate() (*pcap.Handle, error) {
	inactive, err := pcap.NewInactiveHandle(s.device)
	if err != nil {
		return nil, &activation{status: statusError, detail: err.Error()}
	}
	defer inactive.CleanUp()
	if err := s.apply(inactive); err != nil {
		return nil, err
	}
	handle, err := inactive.Activate()
	if err == nil {
		return handle, nil
	}
	// The handle's own text only after a failure: gopacket follows a nil
	// pointer when it is asked for one after success.
	failed := &activation{status: statusError, detail: inactive.Error().Error()}
	if v := reflect.ValueOf(err); v.CanInt() {
		failed.status = int(v.Int())
	}
	return nil, failed
}

func (s setting) apply(inactive *pcap.InactiveHandle) error {
	steps := []func() error{
		func() error { return inactive.SetSnapLen(s.snapLen) },
		func() error { return inactive.SetPromisc(s.promisc) },
		func() error { return inactive.SetTimeout(readWait) },
	}
	if s.bufferSize > 0 {
		steps = append(steps, func() error { return inactive.SetBufferSize(s.bufferSize) })
	}
	switch {
	case s.immediate:
		steps = append(steps, func() error { return inactive.SetImmediateMode(true) })
	case s.prompt:
		steps = append(steps, func() error { return makePrompt(inactive) })
	default:
		steps = append(steps, func() error { return holdBack(inactive) })
	}
	if s.timestamps != "" {
		steps = append(steps, func() error { return setTimestamps(inactive, s.timestamps) })
	}
	for _, step := range steps {
		err := step()
		if failed := (*activation)(nil); errors.As(err, &failed) {
			return failed
		}
		if usage := (*UsageError)(nil); errors.As(err, &usage) {
			return usage
		}
		if err != nil {
			return &activation{status: statusError, detail: err.Error()}
		}
	}
	return nil
}

// setTimestamps chooses the clock. A device that does not have it is not
// asked: gopacket hides the warning that libpcap would give.
func setTimestamps(inactive *pcap.InactiveHandle, name string) error {
	source, err := pcap.TimestampSourceFromString(name)
	if err != nil {
		return usageErrorf("invalid time stamp type %s", escape.Text(name))
	}
	for _, offered := range inactive.SupportedTimestamps() {
		if offered == source {
			return inactive.SetTimestampSource(source)
		}
	}
	return &activation{status: statusTimestampsNotSup}
}
