package main

// honest is how many whole connections there are in an attack; honestNet is
// where their clients are, which no address of the flood is.
const (
	honest    = 100
	honestNet = 172<<24 | 16<<16
)

// attack writes n SYNs as syns does, and among them the packets of whole
// connections, which begin one after the other and overlap.
func (w *writer) attack(n int) error {
	flood, err := parse(bulkOpen)
	if err != nil {
		return err
	}
	script, err := parse(shortA)
	if err != nil {
		return err
	}
	if err := w.header(262144); err != nil {
		return err
	}
	random := random(4)
	var conns [honest]conn
	for i := range conns {
		conns[i] = w.newConn(&random, honestNet|uint32(i+1), 50000)
	}
	pause := max(n/honest/len(script)*2, 1) // SYNs between two packets of a connection
	for i := range n {
		c := w.newConn(&random, 10<<24|uint32(i)*0x9e3779b1&0xffffff, uint16(1024+i%64000))
		w.now += 1_000
		if err := w.packet(&flood[0], &c); err != nil {
			return err
		}
		if err := w.turns(&conns, script, i+1, n, pause); err != nil {
			return err
		}
	}
	return nil
}

// turns writes the packets of the whole connections that are due after i of n
// SYNs; after the last SYN all are.
func (w *writer) turns(conns *[honest]conn, script []template, i, n, pause int) error {
	for k := range conns {
		c := &conns[k]
		for c.next < len(script) && (i == n || i >= k*(n/honest)+(c.next+1)*pause) {
			w.now += 1_000
			if err := w.packet(&script[c.next], c); err != nil {
				return err
			}
			c.next++
		}
	}
	return nil
}
