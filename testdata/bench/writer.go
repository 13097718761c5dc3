package main

import (
	"bufio"
	"encoding/binary"
)

// start is the time of the first packet: 2024-01-01.
const start = 1704067200 * 1_000_000_000

// writer writes a classic capture file, nanoseconds, Ethernet.
type writer struct {
	out *bufio.Writer
	now int64
	rec []byte
}

// header writes the file's header.
func (w *writer) header(snapLen int) error {
	h := binary.LittleEndian.AppendUint32(nil, 0xa1b23c4d)
	h = binary.LittleEndian.AppendUint16(h, 2)
	h = binary.LittleEndian.AppendUint16(h, 4)
	h = append(h, make([]byte, 8)...)
	h = binary.LittleEndian.AppendUint32(h, uint32(snapLen))
	h = binary.LittleEndian.AppendUint32(h, 1)
	_, err := w.out.Write(h)
	return err
}

// conn is one connection: what distinguishes its packets from the template's.
type conn struct {
	client     uint32
	port       uint16
	clientISS  uint32
	serverISS  uint32
	clientID   uint16
	serverID   uint16
	clientTS   uint32
	serverTS   uint32
	next       int // the packet of its script that comes next
	lastSent   [2]uint32
	clientMove uint32 // added to the client's numbers: bulk data beyond the script
}

const server = 192<<24 | 2<<8 | 1

// packet writes a packet of c after the template.
func (w *writer) packet(t *template, c *conn) error {
	const recHeader = 16
	if cap(w.rec) < recHeader+len(t.frame) {
		w.rec = make([]byte, recHeader+len(t.frame))
	}
	rec := w.rec[:recHeader+len(t.frame)]
	copy(rec[recHeader:], t.frame)
	binary.LittleEndian.PutUint32(rec, uint32(w.now/1e9))
	binary.LittleEndian.PutUint32(rec[4:], uint32(w.now%1e9))
	binary.LittleEndian.PutUint32(rec[8:], uint32(len(t.frame)))
	binary.LittleEndian.PutUint32(rec[12:], uint32(t.wire))
	c.fill(t, rec[recHeader:], uint32((w.now-start)/1e6))
	_, err := w.out.Write(rec)
	return err
}

// fill writes the fields of c into the frame b and corrects the checksums.
func (c *conn) fill(t *template, b []byte, tick uint32) {
	seq, ack := t.seq+c.clientISS+c.clientMove, t.ack+c.serverISS
	ts, ecr := tick+c.clientTS, c.lastSent[1]
	src, dst, ports := c.client, uint32(server), uint32(c.port)<<16|443
	id := &c.clientID
	if t.fromClient {
		c.lastSent[0] = ts
	} else {
		seq, ack = t.seq+c.serverISS, t.ack+c.clientISS+c.clientMove
		ts, ecr = tick+c.serverTS, c.lastSent[0]
		src, dst, ports = dst, src, ports<<16|ports>>16
		id = &c.serverID
		c.lastSent[1] = ts
	}
	if !t.hasAck {
		ack, ecr = 0, 0
	}
	*id++
	binary.BigEndian.PutUint16(b[idAt:], *id)
	binary.BigEndian.PutUint32(b[srcAt:], src)
	binary.BigEndian.PutUint32(b[dstAt:], dst)
	binary.BigEndian.PutUint32(b[tcpAt:], ports)
	binary.BigEndian.PutUint32(b[seqAt:], seq)
	binary.BigEndian.PutUint32(b[ackAt:], ack)
	addresses := words(src) + words(dst)
	sum := t.tcpSum + addresses + words(ports) + words(seq) + words(ack)
	if t.tsAt != 0 {
		binary.BigEndian.PutUint32(b[t.tsAt:], ts)
		binary.BigEndian.PutUint32(b[t.tsAt+4:], ecr)
		sum += words(ts) + words(ecr)
	}
	binary.BigEndian.PutUint16(b[sumAt:], fold(sum))
	binary.BigEndian.PutUint16(b[ipSumAt:], fold(t.ipSum+addresses+uint32(*id)))
}

// words returns the sum of the two words of v.
func words(v uint32) uint32 { return v>>16 + v&0xffff }

// fold returns the checksum for a sum.
func fold(sum uint32) uint16 {
	sum = sum>>16 + sum&0xffff
	sum += sum >> 16
	return ^uint16(sum)
}
