package clib

/*
#include <pcap.h>
*/
import "C"

import (
	"errors"
	"reflect"
	"time"

	"github.com/google/gopacket/pcap"
)

// SetTimeout sets how long the kernel may hold packets back, in milliseconds, and
// nothing else: gopacket's own call also sets how long a read waits, and a quiet
// capture would wake up that often.
func SetTimeout(inactive *pcap.InactiveHandle, d time.Duration) error {
	field := reflect.ValueOf(inactive).Elem().FieldByName("cptr")
	if !field.IsValid() || field.Kind() != reflect.Pointer {
		return errors.New("no libpcap handle")
	}
	p := (*C.pcap_t)(field.UnsafePointer())
	if status := C.pcap_set_timeout(p, C.int(d.Milliseconds())); status < 0 {
		return errors.New(C.GoString(C.pcap_statustostr(status)))
	}
	return nil
}
