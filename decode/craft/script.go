package craft

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// script is the state of reading a script: the settings, the ends, and what
// has been built.
type script struct {
	capture Capture
	link    linkType
	ends    map[string]*end
	// zone and day are those of the last "time" setting; first and now are the
	// times of the first and the last packet, due that of the next one.
	zone      *time.Location
	year      int
	month     time.Month
	day       int
	first     int64
	now, due  int64
	step      int64
	last      packet // the last TCP packet, for "again"
	lastBuilt bool
}

func newScript() *script {
	s := &script{
		capture: Capture{LinkType: 1, SnapLen: 262144},
		link:    linkType{name: "EN10MB", number: 1, header: ethernetHeader},
		ends:    map[string]*end{},
		step:    int64(time.Millisecond),
	}
	s.setTime(time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC))
	// The two defaults cannot fail.
	s.ends["C"], _ = parseEnd(&words{"10.0.0.1:40000", "iss", "1000"})
	s.ends["S"], _ = parseEnd(&words{"10.0.0.2:13306", "iss", "5000"})
	return s
}

// line reads one line.
func (s *script) line(line string) error {
	ws, err := split(line)
	if err != nil || len(ws) == 0 {
		return err
	}
	if known, err := s.setting(&ws); known {
		return noMore(ws, err)
	}
	if err := s.packetTime(&ws); err != nil {
		return err
	}
	if len(s.capture.Frames) == 0 {
		s.first = s.now
	}
	switch ws.peek() {
	case "raw":
		ws.next()
		err := s.raw(&ws)
		return noMore(ws, err)
	case "again":
		ws.next()
		if !s.lastBuilt {
			return fmt.Errorf("no TCP packet before this one")
		}
		return s.tcp(s.last, &ws)
	default:
		return s.packet(&ws)
	}
}

// noMore returns err, or an error if words are left.
func noMore(ws words, err error) error {
	if err == nil && len(ws) > 0 {
		return fmt.Errorf("%q is too much", ws[0])
	}
	return err
}

// setting reads a setting; known tells whether the line is one.
func (s *script) setting(ws *words) (known bool, err error) {
	switch (*ws)[0] {
	case "link":
		ws.next()
		return true, s.setLink(ws.next())
	case "file":
		ws.next()
		return true, s.setFile(ws)
	case "snaplen":
		ws.next()
		n, err := ws.number(31)
		s.capture.SnapLen = int(n)
		return true, err
	case "cut":
		ws.next()
		n, err := ws.number(31)
		s.capture.Cut = int(n)
		return true, err
	case "time":
		ws.next()
		return true, s.parseTime(ws.next())
	case "step":
		ws.next()
		s.step, err = seconds(ws.next())
		return true, err
	case "client":
		ws.next()
		return true, s.setEnd("C", ws)
	case "server":
		ws.next()
		return true, s.setEnd("S", ws)
	case "end":
		ws.next()
		return true, s.setEnd(ws.next(), ws)
	default:
		return false, nil
	}
}

func (s *script) setEnd(name string, ws *words) error {
	e, err := parseEnd(ws)
	if err == nil {
		s.ends[name] = e
	}
	return err
}

func (s *script) setLink(name string) error {
	l, err := findLink(name)
	if err == nil {
		s.link, s.capture.LinkType = l, l.number
	}
	return err
}

func (s *script) setFile(ws *words) error {
	for len(*ws) > 0 {
		switch w := ws.next(); w {
		case "micro":
			s.capture.Format.Micro = true
		case "nano":
			s.capture.Format.Micro = false
		case "little":
			s.capture.Format.BigEndian = false
		case "big":
			s.capture.Format.BigEndian = true
		case "pcap":
			s.capture.Format.NG = false
		case "pcapng":
			s.capture.Format.NG = true
		default:
			return fmt.Errorf("file: unknown word %q", w)
		}
	}
	return nil
}

func (s *script) parseTime(w string) error {
	t, err := time.Parse(time.RFC3339Nano, w)
	if err != nil {
		return fmt.Errorf("want a time like 2023-12-03T21:29:40.148304+08:00, got %q", w)
	}
	s.setTime(t)
	return nil
}

func (s *script) setTime(t time.Time) {
	s.zone = t.Location()
	s.year, s.month, s.day = t.Date()
	s.due = t.UnixNano()
	s.now = s.due
}

// packetTime reads the time of a packet, if the line gives one.
func (s *script) packetTime(ws *words) error {
	w := ws.peek()
	switch {
	case strings.HasPrefix(w, "+"), strings.HasPrefix(w, "-"):
		ws.next()
		d, err := seconds(w)
		if err != nil {
			return err
		}
		s.now += d
	case strings.Count(w, ":") == 2 && w[0] >= '0' && w[0] <= '9':
		ws.next()
		t, err := time.Parse("15:04:05.999999999", w)
		if err != nil {
			return fmt.Errorf("want a time like 21:29:40.148304, got %q", w)
		}
		s.now = time.Date(s.year, s.month, s.day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), s.zone).UnixNano()
	default:
		s.now = s.due
	}
	s.due = s.now + s.step
	return nil
}

// seconds reads a signed decimal number of seconds, exactly to the nanosecond.
func seconds(w string) (int64, error) {
	if strings.ContainsAny(w, "eEinxX_") {
		return 0, fmt.Errorf("want seconds like +0.000048, got %q", w)
	}
	d, err := time.ParseDuration(w + "s")
	if err != nil {
		return 0, fmt.Errorf("want seconds like +0.000048, got %q", w)
	}
	return d.Nanoseconds(), nil
}

// packet reads FROM > TO: and what follows.
func (s *script) packet(ws *words) error {
	from, err := s.end(ws.next())
	if err != nil {
		return err
	}
	if w := ws.next(); w != ">" {
		return fmt.Errorf("want FROM > TO:, got %q after FROM", w)
	}
	name, colon := strings.CutSuffix(ws.next(), ":")
	if !colon {
		return fmt.Errorf("want a colon after TO, got %q", name)
	}
	to, err := s.end(name)
	if err != nil {
		return err
	}
	if from.addr.Is4() != to.addr.Is4() {
		return fmt.Errorf("%v and %v are of different IP versions", from.addr, to.addr)
	}
	p := from.defaults
	p.from, p.to = from, to
	if ws.peek() == "icmp" {
		ws.next()
		return s.icmp(p, ws)
	}
	if p.flags, err = parseFlags(ws.next()); err != nil {
		return err
	}
	return s.tcp(p, ws)
}

func (s *script) end(name string) (*end, error) {
	if e := s.ends[name]; e != nil {
		return e, nil
	}
	return nil, fmt.Errorf("no end is named %s", strconv.Quote(name))
}
