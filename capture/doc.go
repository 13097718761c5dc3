// Package capture brings frames in: from an interface through libpcap, or from
// capture files, of which it reads the usual kind itself. It decodes nothing: a
// frame is bytes, two lengths and a time. What it cannot do it says in tcpdump's
// words, with advice that was found by looking at the machine.
//
// The packages below it write capture files (savefile), judge and run filters
// (filter, bpf), give up root's rights (privilege), give names (names), and do
// what else a capture program needs from its system. Only they and this package
// import gopacket, and no gopacket type leaves them.
package capture
