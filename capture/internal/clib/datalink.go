package clib

/*
#include <pcap.h>
*/
import "C"

import (
	"errors"
	"reflect"

	"github.com/google/gopacket/pcap"
)

var errNoHandle = errors.New("no libpcap handle")

// SetDatalink sets the link type of a live handle. gopacket's own call takes
// eight bits, so LINUX_SLL2 (276), which tcpdump uses for the device "any",
// cannot be given to it.
func SetDatalink(handle *pcap.Handle, dlt int) error {
	p := inside(handle)
	if p == nil {
		return errNoHandle
	}
	if C.pcap_set_datalink(p, C.int(dlt)) < 0 {
		return errors.New(C.GoString(C.pcap_geterr(p)))
	}
	return nil
}

// Datalink is the link type of a handle, which gopacket cuts to eight bits; -1
// when it cannot be told.
func Datalink(handle *pcap.Handle) int {
	p := inside(handle)
	if p == nil {
		return -1
	}
	return int(C.pcap_datalink(p))
}

// Fileno is the descriptor that a live handle captures from, -1 when it has none.
func Fileno(handle *pcap.Handle) int {
	p := inside(handle)
	if p == nil {
		return -1
	}
	return int(C.pcap_fileno(p))
}

// inside is libpcap's handle, which gopacket keeps to itself in a *pcap.Handle or
// *pcap.InactiveHandle; nil when the structure is another than that of the version in
// go.mod.
func inside[H pcap.Handle | pcap.InactiveHandle](handle *H) *C.pcap_t {
	field := reflect.ValueOf(handle).Elem().FieldByName("cptr")
	if !field.IsValid() || field.Kind() != reflect.Pointer {
		return nil
	}
	return (*C.pcap_t)(field.UnsafePointer())
}
