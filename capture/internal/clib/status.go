package clib

/*
#include <pcap.h>
*/
import "C"

// StatusText is libpcap's text for a result of pcap_activate or of a call that sets
// something before it, for example "No such device exists".
func StatusText(status int) string { return C.GoString(C.pcap_statustostr(C.int(status))) }
