// Package craft builds frames and capture files from a readable script, for
// tests, fixtures and benchmarks. The script is like packetdrill's: a line per
// packet, numbers relative to the initial sequence number, checksums and
// lengths right unless it says otherwise.
//
//	link NULL
//	time 2023-12-03T21:29:40.148304+08:00
//	client 127.0.0.1:59994 iss 1224152147
//	server 127.0.0.1:13306 iss 2879060989
//	         C > S: SYN <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>
//	+0.00004 S > C: SYN-ACK <mss 1460,sackOK>
//	+0.00001 C > S: ACK
//	+0.1     C > S: PSH-ACK "SELECT 1"
//	+0.00001 S > C: ACK ack 9 win 512
//
// # Settings
//
// A setting holds for the lines after it. "#" begins a comment.
//
//	link NAME|NUMBER     link type, default EN10MB; a number needs "head"
//	file WORD...         micro nano little big pcap pcapng; default nano little
//	snaplen N            bytes of a frame that are captured, default 262144
//	cut N                leave out the last N bytes of the file
//	time RFC3339         time of the next packet that gives none of its own
//	step SECONDS         between packets that give no time, default 0.001
//	client END           end C, default 10.0.0.1:40000 iss 1000
//	server END           end S, default 10.0.0.2:13306 iss 5000
//	end NAME END         any other end
//
// END is ADDRESS[:PORT] [iss N] [ts N] and clauses, which then are defaults of
// all packets that it sends. ts is its time stamp clock at the first packet; it
// ticks in milliseconds. A new definition is a new connection: numbers begin
// again.
//
// # Packets
//
// A packet is [TIME] FROM > TO: FLAGS CLAUSE... TIME is +SECONDS or -SECONDS
// after the packet before, or HH:MM:SS.FRACTION on the day and in the zone of
// the last "time". FLAGS are names joined by "-" (FIN SYN RST PSH ACK URG ECE
// CWR AE, or NONE) or tcpdump's letters in brackets ([S.], e for AE).
//
//	seq N  seq N:M       relative to the sender's iss; M gives the length
//	ack N                relative to the receiver's iss
//	seq =N  ack =N       as on the wire
//	win N  urg N         as on the wire
//	<OPTION,...>         TCP options as tcpdump prints them; see below
//	len N                N bytes of payload, letters from "a" on
//	"TEXT"  hex HEX      payload
//	sum N                TCP checksum
//	ttl N  tos N  id N   id: without it each end counts from 1
//	df  nodf             default df
//	ipopt HEX            IPv4 options, padded to four bytes
//	ext NAME,...         IPv6 extension headers: hbh dst rt ah
//	fragment N           IP fragments of N bytes each, a frame each
//	mac M  peermac M     MAC addresses of this packet
//	vlan N  vlan N.M     an 802.1Q tag; an 802.1ad tag and an 802.1Q tag
//	in  out  if N        LINUX_SLL, LINUX_SLL2: direction, interface index
//	head HEX             the whole link header
//	patch [WHERE+]N HEX  overwrite bytes; WHERE is ip, tcp or payload
//	cap N                bytes of this frame that are captured
//	wire N               length of this frame on the wire
//
// Without seq a segment continues where its sender's highest number ends (a SYN
// has its iss); without ack it acknowledges all that the peer has sent.
//
// Options are mss N, nop, eol, wscale N, sackOK, sack N:M..., TS val N ecr N,
// uto N, md5 HEX, tfo cookiereq, tfo cookie HEX, mptcp HEX, opt KIND HEX (any
// kind, length added) and hex HEX (raw bytes). They are padded to four bytes;
// <> is none. TS alone takes val from the sender's clock and echoes the value
// that the peer sent last.
//
// Three more kinds of packet:
//
//	[TIME] again CLAUSE...                 the last TCP packet again, changed
//	[TIME] FROM > TO: icmp TYPE/CODE ...   quotes the last packet that TO sent;
//	                                       "quote N" bytes of it, "mtu N"
//	[TIME] raw HEX                         a whole frame
//
// The package follows no connection state beyond the two defaults above, reads
// no captures, and imports nothing of this project, so that the tests of every
// package can use it.
package craft
