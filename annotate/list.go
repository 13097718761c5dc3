package annotate

// class says in which phase of its life a connection is, and so when it may
// leave the table. Each class is a list, oldest first.
type class uint8

const (
	opening class = iota // the handshake is not complete
	open                 // established, or joined in midstream
	closing              // both FINs were sent, an acknowledgment is missing
	ending               // over, not yet quiet for long enough to be reported
	ended                // to be reported
	done                 // reported; kept for late packets
	classes
)

// list is a doubly linked list of records; 0 is no record.
type list struct {
	head, tail uint32
	n          int
}

// append puts the record at the end of its class's list.
func (t *table) append(record uint32) {
	c := t.records.at(record)
	l := &t.lists[c.class]
	c.prev, c.next = l.tail, 0
	if l.tail == 0 {
		l.head = record
	} else {
		t.records.at(l.tail).next = record
	}
	l.tail = record
	l.n++
}

// unlink takes the record out of its list.
func (t *table) unlink(record uint32) {
	c := t.records.at(record)
	l := &t.lists[c.class]
	if c.prev == 0 {
		l.head = c.next
	} else {
		t.records.at(c.prev).next = c.next
	}
	if c.next == 0 {
		l.tail = c.prev
	} else {
		t.records.at(c.next).prev = c.prev
	}
	l.n--
}

// move puts the record at the end of the list of class cl.
func (t *table) move(record uint32, cl class) {
	c := t.records.at(record)
	if c.class == cl && t.lists[cl].tail == record {
		return
	}
	t.unlink(record)
	c.class = cl
	t.append(record)
}
