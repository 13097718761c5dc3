package capture

import (
	"encoding/binary"
	"io"
	"net"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/bpf"
	"tcpshake/capture/filter"
	"tcpshake/capture/internal/clib"
)

// CompileFilter compiles the filter and captures nothing: for the file when there
// is one, else for the interface when one is named, which has to be opened, else
// for the link type, of which Ethernet is assumed. assumed says that it was.
func CompileFilter(opt Options, file string, stdin io.Reader) (code []bpf.Instruction, assumed bool, err error) {
	unfiltered := opt
	unfiltered.Filter = ""
	program := clib.Program{Filter: opt.Filter, LinkType: ethernet, SnapLen: opt.snapLen(), NoOptimizer: opt.NoOptimizer}
	switch {
	case file != "":
		source, err := OpenFile(file, stdin, unfiltered)
		if err != nil {
			return nil, false, err
		}
		defer source.Close()
		program.LinkType, program.SnapLen = source.LinkType(), source.SnapLen()
		code, err := compileFor(source, program)
		return code, false, explain(err, opt.Filter, program.LinkType)
	case opt.Interface != "":
		live, _, err := openDevice(thisSystem(), unfiltered)
		if err != nil {
			return nil, false, err
		}
		defer live.handle.Close()
		if err := live.setLinkType(opt.LinkType); err != nil {
			return nil, false, err
		}
		program.On, program.Netmask = live.handle, netmask(live.device)
		program.LinkType = linkTypeOf(live.handle)
	case opt.LinkType != "":
		if program.LinkType, err = linkTypeNamed(opt.LinkType); err != nil {
			return nil, false, err
		}
	default:
		assumed = true
	}
	code, err = clib.Compile(program)
	return code, assumed, explain(err, opt.Filter, program.LinkType)
}

// compileFor compiles for the packets of a file as they will be filtered: the code
// can depend on its byte order, and on the packets not being live. What libpcap reads
// from a stream cannot be asked meanwhile.
func compileFor(source Source, program clib.Program) ([]bpf.Instruction, error) {
	switch source := source.(type) {
	case *classicFile:
		return compileForFile(source.head, program)
	case *pcapFile:
		program.On = source.handle
	}
	return clib.Compile(program)
}

// setFilter sets the filter of an open handle, which device names when it captures
// live, and returns its code.
func setFilter(handle *pcap.Handle, device string, opt Options) ([]bpf.Instruction, error) {
	code, err := clib.SetFilter(clib.Program{
		Filter: opt.Filter, On: handle, NoOptimizer: opt.NoOptimizer, Netmask: netmask(device),
	})
	return code, explain(err, opt.Filter, linkTypeOf(handle))
}

// explain words libpcap's error about a filter, if there is one.
func explain(err error, expression string, linkType int) error {
	if err == nil {
		return nil
	}
	return filter.Explain(expression, err.Error(), linkType)
}

// netmask is that of an interface's first IPv4 address in host byte order, 0 without
// one, and for a file, whose device is "".
func netmask(device string) uint32 {
	if device == "" {
		return 0
	}
	found, err := net.InterfaceByName(device)
	if err != nil {
		return 0
	}
	addresses, err := found.Addrs()
	if err != nil {
		return 0
	}
	for _, a := range addresses {
		if ip, ok := a.(*net.IPNet); ok && len(ip.Mask) == net.IPv4len {
			return binary.BigEndian.Uint32(ip.Mask)
		}
	}
	return 0
}
