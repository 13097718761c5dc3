// Package clib holds the few calls into C that gopacket does not offer: a
// filter compiled without optimiser or for a link type above 255, a link type
// above 255 set on a handle, and strftime. It decides nothing.
package clib
