package annotate

import "strconv"

// The bits of a FindingNegotiated's N.
const (
	negScale = 1 << iota
	negSACK
	negTimestamps
	negMPTCP
	negMPTCPJoin
	negECN = 8  // shift of the ECN outcome
	negTFO = 16 // shift of the TFO outcome
)

// negotiatedFinding packs n: A holds both MSS, B both shifts, the client's
// first.
func negotiatedFinding(n *Negotiated) Finding {
	bits := uint64(n.ECN)<<negECN | uint64(n.TFO)<<negTFO
	for i, set := range [...]bool{n.WindowScale, n.SACK, n.Timestamps, n.MPTCP, n.MPTCPJoin} {
		if set {
			bits |= 1 << i
		}
	}
	return Finding{
		Kind: FindingNegotiated, N: bits,
		A: uint64(n.ClientMSS)<<16 | uint64(n.ServerMSS),
		B: uint64(n.ClientShift)<<8 | uint64(n.ServerShift),
	}
}

// appendNegotiated writes "negotiated mss 1460/1440, wscale 7/9, sack,
// timestamps, ecn"; the client's value stands first.
func appendNegotiated(dst []byte, f *Finding) []byte {
	dst = appendMSS(append(dst, "negotiated mss "...), f.A>>16)
	dst = appendMSS(append(dst, '/'), f.A&0xffff)
	if f.N&negScale != 0 {
		dst = strconv.AppendUint(append(dst, ", wscale "...), f.B>>8, 10)
		dst = strconv.AppendUint(append(dst, '/'), f.B&0xff, 10)
	} else {
		dst = append(dst, ", no wscale"...)
	}
	for _, o := range [...]struct {
		bit  uint64
		name string
	}{{negSACK, "sack"}, {negTimestamps, "timestamps"}, {negMPTCP, "mptcp"}} {
		if f.N&o.bit != 0 {
			dst = append(append(dst, ", "...), o.name...)
		}
	}
	if f.N&negMPTCPJoin != 0 {
		dst = append(dst, " join"...)
	}
	if ecn := ECN(f.N >> negECN & 3); ecn != NoECN {
		dst = append(append(dst, ", "...), ecn.String()...)
	}
	if tfo := TFO(f.N >> negTFO & 7); tfo != NoTFO && tfo <= TFOIgnored {
		dst = append(append(dst, ", tfo "...), tfo.String()...)
	}
	return dst
}

func appendMSS(dst []byte, mss uint64) []byte {
	if mss == 0 {
		return append(dst, "none"...)
	}
	return strconv.AppendUint(dst, mss, 10)
}
