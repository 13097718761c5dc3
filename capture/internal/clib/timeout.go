package clib

/*
#include <pcap.h>
*/
import "C"

import (
	"errors"
	"time"

	"github.com/google/gopacket/pcap"
)

// SetTimeout sets how long the kernel may hold packets back, a millisecond or more,
// of which d is rounded down to whole ones, and nothing else: gopacket's own call also
// sets how long a read waits, and a quiet capture would wake up that often.
func SetTimeout(inactive *pcap.InactiveHandle, d time.Duration) error {
	p := inside(inactive)
	if p == nil {
		return errNoHandle
	}
	if status := C.pcap_set_timeout(p, C.int(d.Milliseconds())); status < 0 {
		return errors.New(StatusText(int(status)))
	}
	return nil
}
