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
		dlt := pcap.DatalinkNameToVal(opt.LinkType)
		if dlt < 0 {
			return nil, false, invalidLinkType(opt.LinkType)
		}
		program.LinkType = dlt
	default:
		assumed = true
	}
	code, err = clib.Compile(program)
	if err != nil {
		return nil, assumed, filter.Explain(opt.Filter, err.Error(), program.LinkType)
	}
	return code, assumed, nil
}

// netmask is that of an interface's first IPv4 address in host byte order, 0
// without one.
func netmask(device string) uint32 {
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
