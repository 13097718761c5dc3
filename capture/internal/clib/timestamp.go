package clib

/*
#include <pcap.h>
*/
import "C"

// TimestampDescription is libpcap's description of a kind of time stamp, for
// example "Host"; "" when it has none.
func TimestampDescription(kind int) string {
	return C.GoString(C.pcap_tstamp_type_val_to_description(C.int(kind)))
}
