package annotate

import (
	"strconv"
	"testing"
)

func appendInt(dst []byte, n int) []byte { return strconv.AppendInt(dst, int64(n), 10) }

func TestWindow(t *testing.T) {
	runFindings(t, []namedTale{
		{"closed, probed without a byte, open again", openSACK + `
			C > S: P. 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101 win 0              => zero window; window shrunk by 63900 bytes
			+300ms C > S: . 1100 ack 5001 win 500     => zero-window probe (empty)
			S > C: . 5001 ack 1101 win 0              => zero window; zero-window probe ack
			+600ms C > S: . 1100 ack 5001 win 500     => zero-window probe (empty)
			+600ms C > S: . 1100 ack 5001 win 500     => stalled: the application of server has not read for 1.5s; zero-window probe (empty)
			S > C: . 5001 ack 1101 win 0              => zero window; zero-window probe ack
			S > C: . 5001 ack 1101 win 100            => window update to 12800
			C > S: P. 1101+100 ack 5001 win 500`},
		{"probed with a byte, which goes first when the window opens", openSACK + `
			C > S: P. 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101 win 0              => zero window; window shrunk by 63900 bytes
			+300ms C > S: . 1101+1 ack 5001 win 500   => zero-window probe
			S > C: . 5001 ack 1101 win 0              => zero window; zero-window probe ack
			+300ms C > S: . 1101+1 ack 5001 win 500   => zero-window probe
			S > C: . 5001 ack 1101 win 100            => window update to 12800
			C > S: P. 1101+100 ack 5001 win 500`},
		{"full", openSACK + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101 win 10             => window shrunk by 62620 bytes
			C > S: . 1101+1280 ack 5001 win 500       => window full`},
		{"shrunk by more than the scale rounds", openSACK + `
			S > C: . 5001 ack 1001 win 500            => window update to 64000
			S > C: . 5001 ack 1001 win 400            => window shrunk by 12800 bytes; window update to 51200
			S > C: . 5001 ack 1001 win 399            => window update to 51072`},
		{"acknowledgments that changed places shrink nothing", openSACK + `
			C > S: P. 1001+100 ack 5001 win 500
			C > S: P. 1101+100 ack 5001 win 500
			C > S: P. 1201+100 ack 5001 win 500
			S > C: . 5001 ack 1201 win 300            => window shrunk by 25400 bytes
			S > C: . 5001 ack 1101 win 301
			S > C: . 5001 ack 1301 win 299`},
		{"nor does a late one that is known by its time stamp", openSACK + `
			C > S: P. 1001+100 ack 5001 win 500 ts 150/900
			S > C: . 5001 ack 1101 win 300 ts 950/150 => window shrunk by 25500 bytes
			S > C: . 5001 ack 1101 win 302 ts 953/150 => window update to 38656
			S > C: . 5001 ack 1101 win 301 ts 951/150
			S > C: . 5001 ack 1101 win 303 ts 954/150 => window update to 38784`},
		{"nor does it close the window", openSACK + `
			C > S: P. 1001+100 ack 5001 win 500
			C > S: P. 1101+1 ack 5001 win 500
			S > C: . 5001 ack 1102 win 499
			S > C: . 5001 ack 1101 win 0              => zero window
			C > S: P. 1102+1 ack 5001 win 500`},
		{"update without a known scale", `
			C > S: P. 1001+10 ack 5001 win 500        => start not captured
			S > C: . 5001 ack 1011 win 300
			S > C: . 5001 ack 1011 win 400            => window update to 400 (unscaled)`},
		{"keep-alive, its answer, and one with a byte", openSACK + `
			C > S: P. 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101
			+60s C > S: . 1100 ack 5001 win 500       => keep-alive
			S > C: . 5001 ack 1101                    => keep-alive ack
			+60s C > S: . 1100+1 ack 5001 win 500     => keep-alive
			S > C: . 5001 ack 1101                    => keep-alive ack
			C > S: P. 1101+100 ack 5001 win 500
			S > C: . 5001 ack 1201
			S > C: . 5001 ack 1201                    => dup ack, nothing missing`},
		{"keep-alive of a client that never sent a byte", openSACK + `
			+60s C > S: . 1000 ack 5001 win 500       => keep-alive
			S > C: . 5001 ack 1001                    => keep-alive ack`},
		{"an acknowledgment that comes after the FIN that was sent after it", openSACK + `
			C > S: F. 1001 ack 5001 win 500
			C > S: . 1001 ack 5001 win 500`},
		{"a byte that was not acknowledged is sent again", openSACK + `
			C > S: P. 1001+1 ack 5001 win 500
			+300ms C > S: P. 1001+1 ack 5001 win 500  => retransmission (seen before, 300ms after); probably a tail-loss probe (300ms after)`},
	})
}

func TestDupAck(t *testing.T) {
	runFindings(t, []namedTale{
		{"counted until it moves", openWide + `
			C > S: . 1101+100 ack 5001 win 500        => gap: 100 bytes not captured
			S > C: . 5001 ack 1001                    => dup ack #1 for 1-101
			S > C: . 5001 ack 1001                    => dup ack #2 for 1-101
			C > S: . 1001+100 ack 5001 win 500        => fast retransmission (fills a gap)
			S > C: . 5001 ack 1201
			C > S: . 1301+100 ack 5001 win 500        => gap: 100 bytes not captured
			S > C: . 5001 ack 1201                    => dup ack #1 for 201-301`},
		{"SACK says so although the window changes", openWide + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1001 win 65000 sack 1201-1301 sack 1101-1151 => dup ack #1 for 1-101`},
		{"nothing is known to be missing, but data are on their way", openWide + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1001                    => dup ack #1`},
		{"nothing is on its way", openWide + `
			S > C: . 5001 ack 1001                    => dup ack, nothing missing`},
		{"only the FIN is on its way", openWide + `
			C > S: F. 1001 ack 5001 win 500
			S > C: . 5001 ack 1001                    => dup ack, nothing missing`},
		{"MPTCP has acknowledgments of its own", openWide + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1001 mptcp 2            => dup ack, nothing missing
			S > C: . 5001 ack 1001 mptcp 2 sack 1101-1201 => dup ack #1 for 1-101`},
		{"DSACK below the acknowledgment", openWide + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1101
			S > C: . 5001 ack 1101 sack 1001-1101     => DSACK: 1-101 was received twice; dup ack, nothing missing`},
		{"a block that ends before it begins", openWide + `
			C > S: . 1001+100 ack 5001
			S > C: . 5001 ack 1101
			S > C: . 5001 ack 1101 sack 1101-1001     => dup ack, nothing missing`},
		{"a block beyond all that was sent", openWide + `
			C > S: . 1001+100 ack 5001
			S > C: . 5001 ack 1001 sack 900001-900101 => dup ack #1`},
		{"DSACK inside the second block", openWide + `
			C > S: . 1001+100 ack 5001 win 500
			S > C: . 5001 ack 1001 sack 1201-1301 sack 1101-1401 => dup ack #1 for 1-101; DSACK: 201-301 was received twice`},
		{"a challenge ACK is none", openWide + `
			C > S: R 1100 win 0                       => RST ignored (in the window, not exact: a challenge ACK should follow)
			S > C: . 5001 ack 1001                    => challenge ACK`},
	})
}

func TestMarks(t *testing.T) {
	const openECN = `
		C > S: SEW 1000 mss 1460
		S > C: S.E 5000 ack 1001 mss 1460
		C > S: . 1001 ack 5001
	`
	runFindings(t, []namedTale{
		{"congestion, with ECN negotiated", openECN + `
			C > S: . 1001+10 ack 5001 ce              => marked by a router: congestion experienced
			S > C: .E 5001 ack 1011                   => ECN echo
			C > S: .W 1011+10 ack 5001                => congestion window reduced`},
		{"the bits mean nothing without", tellOpen + `
			S > C: .E 5001+10 ack 1001
			C > S: .W 1001+10 ack 5011`},
		{"segments longer than the MSS are told once", openSACK + `
			C > S: . 1001+4000 ack 5001 win 500       => offload: 4000 bytes in one segment, the MSS is 1460
			C > S: . 5001+4000 ack 5001 win 500`},
		{"old time stamp", openSACK + `
			C > S: . 1001+10 ack 5001 win 500 ts 5000/900
			C > S: . 1011+10 ack 5001 win 500 ts 4000/900 => old time stamp (by 1000): the receiver drops it (PAWS)`},
		{"time stamps wrap", openSACK + `
			C > S: . 1001+10 ack 5001 win 500 ts 2147483700/900
			C > S: . 1011+10 ack 5001 win 500 ts 4294967295/900
			C > S: . 1021+10 ack 5001 win 500 ts 5/900`},
		{"MPTCP is not answered", `
			C > S: S 1000 mptcp 0
			S > C: S. 5000 ack 1001                   => fell back from MPTCP`},
	})
}
