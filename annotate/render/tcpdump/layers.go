package tcpdump

import "tcpshake/decode"

// envelope is what the headers in front of a TCP header say about the text of
// the TCP part. Every IP header begins a new one, so that a tunnel's inner
// packet, and the packet that an ICMP error quotes, are printed as any other.
type envelope struct {
	// ip is the IP header, and src and dst its addresses.
	ip       decode.Layer
	src, dst decode.Addr
	// fragmented is set for a fragment: its checksum covers bytes of others.
	fragmented bool
	// named is set when the addresses have been printed already, as they are in
	// front of IPv6 extension headers and AH: only the ports follow.
	named bool
}

// cut appends the mark of a header that ends too early; name is tcpdump's word
// for it.
func cut(dst []byte, name string) []byte {
	dst = append(dst, " [|"...)
	dst = append(dst, name...)
	return append(dst, ']')
}
