package decode

// Flags are the control bits of a TCP header (RFC 9293 section 3.1), with AE
// of AccECN (formerly NS) as bit 8.
type Flags uint16

// The control bits.
const (
	FIN Flags = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
	AE
)

// Has reports whether all bits of want are set.
func (f Flags) Has(want Flags) bool { return f&want == want }

// Any reports whether at least one bit of want is set.
func (f Flags) Any(want Flags) bool { return f&want != 0 }

// String returns tcpdump's letters in tcpdump's order, "none" without any.
// tcpdump 4.99.3 has no letter for AE.
func (f Flags) String() string { return string(f.Append(nil)) }

// Append appends what String returns.
func (f Flags) Append(dst []byte) []byte {
	const letters = "FSRP.UEW"
	if f&0xff == 0 {
		return append(dst, "none"...)
	}
	for i := range len(letters) {
		if f&(1<<i) != 0 {
			dst = append(dst, letters[i])
		}
	}
	return dst
}
