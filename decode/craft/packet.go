package craft

import (
	"fmt"
	"strconv"
	"strings"
)

// packet is one packet of a script before it is built.
type packet struct {
	from, to *end

	// The TCP header and what it carries.
	flags    uint16
	seq, ack seqNumber
	win, urg uint16
	options  string
	// optionBytes are the options once they are built, for "again".
	optionBytes []byte
	payload     []byte
	sum         optional

	// The IP header.
	ttl, tos uint8
	id       optional
	df       bool
	ipOpts   []byte
	ext      []string
	fragment int

	// The link header.
	mac, peerMAC optionalMAC
	vlan         []uint16
	outgoing     bool
	ifIndex      uint32
	head         []byte

	patches []patch
	captured,
	wire optional
}

// optional is a number that may be left to the builder.
type optional struct {
	n   int
	set bool
}

// or returns the number, or n when there is none.
func (o optional) or(n int) int {
	if o.set {
		return o.n
	}
	return n
}

type optionalMAC struct {
	addr [6]byte
	set  bool
}

// clauses reads clauses to the end of the line.
func (p *packet) clauses(ws *words) error {
	for len(*ws) > 0 {
		if err := p.clause(ws); err != nil {
			return err
		}
	}
	return nil
}

// clause reads one clause.
func (p *packet) clause(ws *words) error {
	word := ws.next()
	for _, read := range []func(string, *words) (bool, error){p.tcpClause, p.ipClause, p.linkClause, p.frameClause} {
		known, err := read(word, ws)
		if err != nil {
			return fmt.Errorf("%s: %w", word, err)
		}
		if known {
			return nil
		}
	}
	return fmt.Errorf("unknown word %q", word)
}

func (p *packet) tcpClause(word string, ws *words) (known bool, err error) {
	switch {
	case word == "seq":
		return true, p.setSeq(ws.next())
	case word == "ack":
		p.ack, err = parseSeq(ws.next())
	case word == "win":
		err = setNumber(ws, &p.win)
	case word == "urg":
		err = setNumber(ws, &p.urg)
	case word == "sum":
		err = p.sum.read(ws, 16)
	case word == "len":
		var n uint64
		n, err = ws.number(16)
		p.payload = letters(int(n))
	case word == "hex":
		p.payload, err = ws.hex()
	case word[0] == '"':
		var text string
		text, err = strconv.Unquote(word)
		p.payload = []byte(text)
	case word[0] == '<':
		p.options, p.optionBytes = word, nil
	default:
		return false, nil
	}
	return true, err
}

// setSeq reads N or N:M.
func (p *packet) setSeq(w string) error {
	first, behind, isRange := strings.Cut(w, ":")
	var err error
	if p.seq, err = parseSeq(first); err != nil || !isRange {
		return err
	}
	end, err := parseSeq(behind)
	if err != nil {
		return err
	}
	n := end.value - p.seq.value
	if n > 1<<16 {
		return fmt.Errorf("%s ends before it begins", w)
	}
	p.payload = letters(int(n))
	return nil
}

func (p *packet) ipClause(word string, ws *words) (known bool, err error) {
	switch word {
	case "ttl":
		err = setNumber(ws, &p.ttl)
	case "tos":
		err = setNumber(ws, &p.tos)
	case "id":
		err = p.id.read(ws, 16)
	case "df":
		p.df = true
	case "nodf":
		p.df = false
	case "ipopt":
		p.ipOpts, err = ws.hex()
	case "ext":
		p.ext = strings.Split(ws.next(), ",")
	case "fragment":
		var n uint64
		n, err = ws.number(16)
		p.fragment = int(n)
		if err == nil && (n == 0 || n%8 != 0) {
			err = fmt.Errorf("%d is not a multiple of 8", n)
		}
	default:
		return false, nil
	}
	return true, err
}

func (p *packet) linkClause(word string, ws *words) (known bool, err error) {
	switch word {
	case "mac":
		err = p.mac.read(ws)
	case "peermac":
		err = p.peerMAC.read(ws)
	case "vlan":
		p.vlan, err = parseVLAN(ws.next())
	case "in":
		p.outgoing = false
	case "out":
		p.outgoing = true
	case "if":
		err = setNumber(ws, &p.ifIndex)
	case "head":
		p.head, err = ws.hex()
	default:
		return false, nil
	}
	return true, err
}

func (p *packet) frameClause(word string, ws *words) (known bool, err error) {
	switch word {
	case "cap":
		err = p.captured.read(ws, 31)
	case "wire":
		err = p.wire.read(ws, 31)
	case "patch":
		var q patch
		q, err = parsePatch(ws)
		// Packets share the slice of their end's defaults, so it must not grow in place.
		p.patches = append(p.patches[:len(p.patches):len(p.patches)], q)
	default:
		return false, nil
	}
	return true, err
}

// setNumber takes a number that fits *v.
func setNumber[T uint8 | uint16 | uint32](ws *words, v *T) error {
	n, err := ws.number(32)
	if err != nil {
		return err
	}
	if uint64(T(n)) != n {
		return fmt.Errorf("%d is too large", n)
	}
	*v = T(n)
	return nil
}

func (o *optional) read(ws *words, bits int) error {
	n, err := ws.number(bits)
	*o = optional{int(n), true}
	return err
}

// letters returns n bytes: a to z again and again.
func letters(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(i%26)
	}
	return b
}
