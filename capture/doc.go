// Package capture brings frames in and writes frames out: live capture and
// savefiles through libpcap, devices, filters, privileges, and savefiles of
// its own making. It is the only package that imports gopacket, and no gopacket
// type leaves it. It decodes nothing: a frame is bytes, two lengths and a time.
package capture
