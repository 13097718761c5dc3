package capture

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/filter"
	"tcpshake/capture/internal/clib"
	"tcpshake/capture/internal/escape"
)

// anyDevice is libpcap's name for all interfaces of Linux at once.
const anyDevice = "any"

// OpenLive begins to capture on an interface: loopback when opt names none. The
// error is a *PermissionError, an *InterfaceError, a *FilterError or a *UsageError.
func OpenLive(opt Options) (*Live, error) {
	return openLive(thisSystem(), opt)
}

func openLive(sys system, opt Options) (*Live, error) {
	live, device, err := openDevice(sys, opt)
	if err != nil {
		return nil, err
	}
	if err := live.configure(device, opt); err != nil {
		live.handle.Close()
		return nil, err
	}
	live.advice = sys.liveAdvice(device, opt)
	live.start()
	return live, nil
}

// openDevice finds and activates an interface. A mistake in the filter is told
// first, so that nobody has to be root to find it. The link type is not known yet:
// libpcap's word about the expression counts only if it is about its form, or if
// the interface cannot be opened.
func openDevice(sys system, opt Options) (*Live, Device, error) {
	var mistake *FilterError
	if err := filter.CheckForm(opt.Filter, ethernet); errors.As(err, &mistake) && filter.Syntax(mistake.Text) {
		return nil, Device{}, mistake
	}
	device, err := sys.chooseDevice(opt.Interface)
	if err != nil {
		return nil, Device{}, err
	}
	live := &Live{device: device.Name}
	live.handle, err = live.open(sys, opt)
	var denied *PermissionError
	if errors.As(err, &denied) && (mistake != nil || errors.As(filter.Check(opt.Filter, ethernet), &mistake)) {
		return nil, Device{}, mistake
	}
	return live, device, err
}

// ethernet is DLT_EN10MB, the link type of most interfaces.
const ethernet = 1

// chooseDevice finds the interface by its name or its number in the list of -D.
// A name that is not there is told before libpcap is asked, which without rights
// speaks of permission also then.
func (s system) chooseDevice(name string) (Device, error) {
	devices, err := s.devices()
	if err != nil || strings.Contains(name, ":") {
		// Without a list, or with a name of one of libpcap's own kinds, which
		// no list holds, libpcap decides.
		return Device{Name: s.nameOr(name)}, nil
	}
	if name == "" {
		return s.loopback(devices), nil
	}
	for _, d := range devices {
		if d.Name == name {
			return d, nil
		}
	}
	if number, err := strconv.Atoi(name); err == nil {
		if number < 1 || number > len(devices) {
			return Device{}, &InterfaceError{Device: name, Text: "Invalid adapter index", hints: hints{"tcpshake -D lists the interfaces with their numbers"}}
		}
		return devices[number-1], nil
	}
	text := clib.StatusText(statusNoSuchDevice)
	return Device{}, &InterfaceError{
		Device: name,
		Text:   fmt.Sprintf("%s: %s\n(%s)", escape.Text(name), text, text),
		hints:  s.missingAdvice(name, devices),
	}
}

func (s system) loopback(devices []Device) Device {
	for _, d := range devices {
		if d.Flags&Loopback != 0 {
			return d
		}
	}
	return Device{Name: s.nameOr("")}
}

func (s system) nameOr(name string) string {
	switch {
	case name != "":
		return name
	case s.goos == "linux":
		return "lo"
	}
	return "lo0"
}

// open activates the device, without what it cannot do where that is harmless.
func (l *Live) open(sys system, opt Options) (*pcap.Handle, error) {
	s := setting{
		device:     l.device,
		snapLen:    opt.handleSnapLen(),
		promisc:    !opt.NoPromiscuous && l.device != anyDevice,
		bufferSize: opt.bufferSize(),
		immediate:  opt.Immediate,
		prompt:     opt.Prompt,
		timestamps: opt.TimestampType,
	}
	for {
		handle, err := s.activate()
		if err == nil {
			return handle, nil
		}
		var failed *activation
		if !errors.As(err, &failed) {
			return nil, err
		}
		switch {
		case s.promisc && (failed.status == statusPromiscNotSup || failed.status == statusPromiscDenied):
			s.promisc = false
		case s.timestamps != "" && failed.status == statusTimestampsNotSup:
			l.notef("WARNING: When trying to set timestamp type '%s' on %s: That type of time stamp is not supported by that device",
				s.timestamps, escape.Text(l.device))
			s.timestamps = ""
		default:
			return nil, sys.openError(l.device, failed)
		}
	}
}

func (l *Live) notef(format string, args ...any) {
	l.notes = append(l.notes, fmt.Sprintf(format, args...))
}

// openError gives a failed activation tcpdump's text and advice.
func (s system) openError(device string, failed *activation) error {
	name, detail := escape.Text(device), escape.Lines(failed.detail)
	text := name + ": " + clib.StatusText(failed.status)
	if detail != "" && (failed.status == statusPermDenied || failed.status == statusNoSuchDevice) {
		text += "\n(" + detail + ")"
	}
	switch failed.status {
	case statusPermDenied, statusPromiscDenied:
		return &PermissionError{Device: device, Text: text, hints: s.permissionAdvice(detail)}
	case statusIfaceNotUp:
		return &InterfaceError{Device: device, Text: text, hints: s.downAdvice(device)}
	case statusError:
		text = detail
	}
	return &InterfaceError{Device: device, Text: text}
}

// configure sets what can be set on an open handle only.
func (l *Live) configure(device Device, opt Options) error {
	if err := l.setLinkType(opt.LinkType); err != nil {
		return err
	}
	l.linkType = linkTypeOf(l.handle)
	l.snapLen = opt.snapLen()
	if least := leastSnapLen(l.linkType); l.snapLen < least {
		l.notef("WARNING: snaplen raised from %d to %d", l.snapLen, least)
		l.snapLen = least
	}
	if opt.Direction != InOut {
		if err := l.handle.SetDirection(opt.Direction.pcap()); err != nil {
			return &InterfaceError{Device: l.device, Text: escape.Text(l.device) + ": pcap_setdirection() failed: " + escape.Lines(err.Error())}
		}
	}
	if warning := filter.Warn(opt.Filter); warning != "" {
		l.notef("WARNING: %s", escape.Text(warning))
	}
	return l.setFilter(device, opt)
}

// setLinkType chooses the link type; "any" gets the newer of its two, as
// tcpdump does, because it tells the interface of each packet.
func (l *Live) setLinkType(name string) error {
	if name == "" {
		if l.device != anyDevice {
			return nil
		}
		name = "LINUX_SLL2"
	}
	dlt, err := linkTypeNamed(name)
	if err != nil {
		return err
	}
	if err := clib.SetDatalink(l.handle, dlt); err != nil {
		return usageErrorf("%s", escape.Lines(err.Error()))
	}
	l.notef("data link type %s", LinkTypeName(dlt))
	return nil
}

// setFilter compiles the filter for this very handle, since libpcap finds VLAN
// tags in other places live than in files.
func (l *Live) setFilter(device Device, opt Options) error {
	code, err := setFilter(l.handle, l.device, opt)
	if err != nil {
		return err
	}
	if device.Flags&Loopback != 0 && opt.Direction != Out {
		skipOutgoing(l.handle, code)
	}
	return nil
}
