// Package tcpdump prints the line that tcpdump 4.99.3 prints for a TCP packet,
// byte for byte, with the payload dissectors off (tcpdump -T carp).
//
// The files follow the line from left to right, and so does the way through
// them:
//
//	line.go, lengths.go           the whole; lengths that cannot be true
//	timestamp.go                  -t to -ttttt
//	plain.go                      usual segments, without the walk over their headers
//	headers.go                    the walk over the headers that decode found
//	link*.go, tunnel.go           link headers; PPPoE, MPLS, GRE
//	ipv4*.go, ipv6*.go            IP with options and extension headers; ah.go,
//	                              routing.go, icmp*.go
//	ends.go, tcp.go, reset.go     addresses and ports; TCP; what a RST says
//	direction.go                  what is remembered of who sends to whom
//	flow.go, bases.go, table.go   relative sequence numbers
//	option*.go, mptcp*.go         TCP options
//	dump.go                       -x, -X, -A
//	append.go, addr.go            numbers and addresses
//	protocol.go, oui.go           names of protocols and organisations
//
// The relative sequence numbers follow tcpdump's own rules (bases.go) and not
// those of package annotate: the line must equal tcpdump's even where tcpdump
// is wrong. The package decodes nothing (offsets are the business of package
// decode) and resolves nothing: names are given to it.
package tcpdump
