package main

// Two connections as a web service sees them; the second acknowledges the last
// data before it closes.
const (
	shortA = `
	C > S: SYN win 64240 <mss 1460,sackOK,TS,nop,wscale 7>
	S > C: SYN-ACK win 65160 <mss 1460,sackOK,TS,nop,wscale 7>
	C > S: ACK
	C > S: PSH-ACK len 80
	S > C: ACK
	S > C: PSH-ACK len 300
	C > S: ACK
	S > C: PSH-ACK len 40
	C > S: FIN-ACK
	S > C: ACK
	S > C: FIN-ACK
	C > S: ACK`
	shortB = `
	C > S: SYN win 64240 <mss 1460,sackOK,TS,nop,wscale 7>
	S > C: SYN-ACK win 65160 <mss 1460,sackOK,TS,nop,wscale 7>
	C > S: ACK
	C > S: PSH-ACK len 90
	S > C: ACK
	S > C: PSH-ACK len 250
	C > S: ACK
	S > C: PSH-ACK len 60
	C > S: ACK
	S > C: FIN-ACK
	C > S: ACK
	C > S: FIN-ACK
	S > C: ACK`
)

// open is how many connections are open at a time.
const open = 64

// hosts is how many addresses the clients of short connections have.
const hosts = 1000

// short writes n connections, their packets mixed.
func (w *writer) short(n int) error {
	a, err := parse(shortA)
	if err != nil {
		return err
	}
	b, err := parse(shortB)
	if err != nil {
		return err
	}
	if err := w.header(262144); err != nil {
		return err
	}
	scripts := [2][]template{a, b}
	random := random(1)
	var conns [open]conn
	var running [open]int // number of the connection plus one
	next, done := 0, 0
	for done < n {
		i := int(random.next() % open)
		if running[i] == 0 {
			if next == n {
				continue
			}
			conns[i] = w.newConn(&random, 10<<24|uint32(next%hosts+1), uint16(1024+next/hosts*7%64000))
			next++
			running[i] = next
		}
		script, c := scripts[running[i]%2], &conns[i]
		w.now += 10_000
		if err := w.packet(&script[c.next], c); err != nil {
			return err
		}
		if c.next++; c.next == len(script) {
			running[i] = 0
			done++
		}
	}
	return nil
}

// Bulk data: two full segments and their acknowledgment, again and again.
const (
	bulkOpen = `
	C > S: SYN win 64240 <mss 1460,sackOK,TS,nop,wscale 7>
	S > C: SYN-ACK win 65160 <mss 1460,sackOK,TS,nop,wscale 7>
	C > S: ACK
	C > S: ACK len 1448
	C > S: PSH-ACK len 1448
	S > C: ACK`
	bulkBytes = 2 * 1448
	bulkFirst = 3 // the packet that the data begin with
	bulkConns = 8
)

// bulk writes n packets of data and acknowledgments.
func (w *writer) bulk(n int) error {
	script, err := parse("snaplen 128\n" + bulkOpen)
	if err != nil {
		return err
	}
	if err := w.header(128); err != nil {
		return err
	}
	random := random(2)
	var conns [bulkConns]conn
	for i := range conns {
		conns[i] = w.newConn(&random, 10<<24|uint32(i+1), 40000)
	}
	for range n {
		c := &conns[random.next()%bulkConns]
		w.now += 2_000
		if err := w.packet(&script[c.next], c); err != nil {
			return err
		}
		if c.next++; c.next == len(script) {
			c.next = bulkFirst
			c.clientMove += bulkBytes
		}
	}
	return nil
}

// syns writes n SYNs, each from another address, with packets of the handshake
// each: 1 for the SYN alone, 2 with the answer.
func (w *writer) syns(n, packets int) error {
	script, err := parse(bulkOpen)
	if err != nil {
		return err
	}
	if err := w.header(262144); err != nil {
		return err
	}
	random := random(3)
	for i := range uint32(n) {
		// An odd factor makes all of 2^24 addresses before one comes again, then
		// with another port.
		c := w.newConn(&random, 10<<24|i*0x9e3779b1&0xffffff, uint16(1024+i%64000))
		for p := range script[:packets] {
			w.now += 1_000
			if err := w.packet(&script[p], &c); err != nil {
				return err
			}
		}
	}
	return nil
}

// newConn returns a connection with numbers of its own.
func (w *writer) newConn(r *random, client uint32, port uint16) conn {
	return conn{
		client: client, port: port,
		clientISS: uint32(r.next()), serverISS: uint32(r.next()),
		clientTS: uint32(r.next()), serverTS: uint32(r.next()),
		clientID: uint16(r.next()), serverID: uint16(r.next()),
	}
}

// random is a xorshift generator: fast, and the same everywhere.
type random uint64

func (r *random) next() uint64 {
	*r ^= *r << 13
	*r ^= *r >> 7
	*r ^= *r << 17
	return uint64(*r)
}
