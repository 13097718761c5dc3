// Package clib holds the few calls into C that gopacket does not offer: a
// filter compiled without optimiser or for a link type above 255, such a link type
// read and set, how long the kernel may hold packets back, the descriptor of a
// handle, the texts of results, the descriptions of time stamp types, and strftime.
// It decides nothing.
package clib
