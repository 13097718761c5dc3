package clib

/*
#cgo LDFLAGS: -lpcap
#include <stdlib.h>
#include <pcap.h>
*/
import "C"

import (
	"errors"
	"unsafe"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/bpf"
)

// MaxSnapLen is the largest snapshot length that libpcap takes, in bytes
// (MAXIMUM_SNAPLEN).
const MaxSnapLen = 262144

// Program says what is to be compiled.
type Program struct {
	// Filter is a pcap-filter expression.
	Filter string
	// LinkType is a DLT number, SnapLen the bytes that a match returns.
	LinkType, SnapLen int
	// NoOptimizer leaves the code as it was generated.
	NoOptimizer bool
	// On compiles for an open handle instead of LinkType and SnapLen: libpcap
	// finds VLAN tags in other places live.
	On *pcap.Handle
	// Netmask is that of the interface in host byte order, which matters to "ip
	// broadcast" only. With 0, which tcpdump gives, that is 0.0.0.0 and 255.255.255.255.
	Netmask uint32
}

// Compile compiles a filter without opening a device, which needs no rights.
// The error holds libpcap's text.
func Compile(p Program) ([]bpf.Instruction, error) { return compile(p, false) }

// SetFilter compiles a filter for the handle p.On, and sets it.
func SetFilter(p Program) ([]bpf.Instruction, error) { return compile(p, true) }

func compile(p Program, set bool) ([]bpf.Instruction, error) {
	var handle *C.pcap_t
	if p.On != nil {
		handle = inside(p.On)
	} else if handle = C.pcap_open_dead(C.int(p.LinkType), C.int(p.SnapLen)); handle != nil {
		defer C.pcap_close(handle)
	}
	if handle == nil {
		return nil, errNoHandle
	}
	filter := C.CString(p.Filter)
	defer C.free(unsafe.Pointer(filter))
	optimize := C.int(1)
	if p.NoOptimizer {
		optimize = 0
	}
	var program C.struct_bpf_program
	if C.pcap_compile(handle, &program, filter, optimize, C.bpf_u_int32(p.Netmask)) < 0 {
		return nil, errors.New(C.GoString(C.pcap_geterr(handle)))
	}
	defer C.pcap_freecode(&program)
	if set && C.pcap_setfilter(handle, &program) < 0 {
		return nil, errors.New(C.GoString(C.pcap_geterr(handle)))
	}
	return instructions(&program), nil
}

func instructions(program *C.struct_bpf_program) []bpf.Instruction {
	code := unsafe.Slice(program.bf_insns, int(program.bf_len))
	out := make([]bpf.Instruction, len(code))
	for i, in := range code {
		out[i] = bpf.Instruction{Code: uint16(in.code), True: uint8(in.jt), False: uint8(in.jf), K: uint32(in.k)}
	}
	return out
}
