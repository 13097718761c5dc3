// Package tcpdump prints the line that tcpdump 4.99.3 prints for a TCP packet,
// byte for byte, with the payload dissectors off (tcpdump -T carp). The files
// follow the line from left to right: number and time stamp, link part, IPv4
// or IPv6, TCP, TCP options, dump. The relative sequence numbers follow
// tcpdump's own rules (bases.go) and not those of package annotate: the line
// must equal tcpdump's even where tcpdump is wrong.
package tcpdump
