package capture

import (
	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/clib"
	"tcpshake/capture/internal/escape"
)

// Kind is a link type or a clock that an interface offers.
type Kind struct {
	Name, Description string
}

// LinkTypes lists what -y can choose on the interface of opt, which has to be
// opened for that, and the interface.
func LinkTypes(opt Options) (device string, kinds []Kind, err error) {
	opt.Filter = ""
	live, _, err := openDevice(thisSystem(), opt)
	if err != nil {
		return "", nil, err
	}
	defer live.handle.Close()
	offered, err := live.handle.ListDataLinks()
	if err != nil {
		return "", nil, &InterfaceError{Device: live.device, Text: escape.Lines(err.Error())}
	}
	for _, link := range offered {
		kinds = append(kinds, Kind{link.Name, link.Description})
	}
	return live.device, kinds, nil
}

// TimestampTypes lists what -j can choose on the interface of opt, and the
// interface. It needs no rights.
func TimestampTypes(opt Options) (device string, kinds []Kind, err error) {
	found, err := thisSystem().chooseDevice(opt.Interface)
	if err != nil {
		return "", nil, err
	}
	inactive, err := pcap.NewInactiveHandle(found.Name)
	if err != nil {
		return "", nil, &InterfaceError{Device: found.Name, Text: escape.Lines(err.Error())}
	}
	defer inactive.CleanUp()
	for _, source := range inactive.SupportedTimestamps() {
		kinds = append(kinds, Kind{source.String(), clib.TimestampDescription(int(source))})
	}
	return found.Name, kinds, nil
}
