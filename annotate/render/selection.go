package render

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// Selection is a set of packets, named by their labels and findings. The zero
// value is empty.
type Selection struct {
	text   string
	labels uint32
	kinds  [4]uint64
	// worst is the mildest severity that is meant by "problem", 0 without it.
	worst annotate.Severity
}

// ParseSelection parses a list with commas between: labels and findings by
// their names, and the groups handshake, close and problem. A group is more than
// the finding of its name: the packets that make up a handshake or a close, and
// everything that is at least a warning.
func ParseSelection(list string) (Selection, error) {
	s := Selection{text: list}
	for name := range strings.SplitSeq(list, ",") {
		if err := s.add(strings.ToLower(strings.TrimSpace(name))); err != nil {
			return Selection{}, err
		}
	}
	return s, nil
}

func (s *Selection) add(name string) error {
	switch name {
	case "":
		return errors.New("an empty name")
	case "handshake":
		s.addLabels(annotate.LabelSYN, annotate.LabelSYNACK)
		s.addKind(annotate.FindingHandshake)
		return nil
	case "close":
		s.addLabels(annotate.LabelFIN, annotate.LabelRST)
		s.addKind(annotate.FindingClose)
		return nil
	case "problem":
		s.worst = annotate.Warning
		return nil
	}
	for l := annotate.LabelNone; l <= annotate.LabelICMP; l++ {
		if strings.EqualFold(l.String(), name) {
			s.addLabels(l)
			return nil
		}
	}
	kind := annotate.FindingByName(name)
	if kind == 0 {
		return fmt.Errorf("%s is neither a label (syn, syn-ack, ack, psh, fin, rst, icmp, ...) nor a finding (retransmission, reset, ...)", Escape(name))
	}
	s.addKind(kind)
	return nil
}

func (s *Selection) addLabels(labels ...annotate.Label) {
	for _, l := range labels {
		s.labels |= 1 << l
	}
}

func (s *Selection) addKind(k annotate.FindingKind) { s.kinds[k/64] |= 1 << (k % 64) }

func (s *Selection) empty() bool { return s.text == "" }

// Matches reports whether e is one of the packets.
func (s *Selection) Matches(e *annotate.Event) bool {
	if s.labels&(1<<e.Label) != 0 {
		return true
	}
	for i := range e.Findings {
		k := e.Findings[i].Kind
		if s.kinds[k/64]&(1<<(k%64)) != 0 || s.worst != 0 && k.Severity() >= s.worst {
			return true
		}
	}
	return false
}

// String returns the list as it was given.
func (s *Selection) String() string { return s.text }

// Set parses a list; pflag calls it. A second list adds to the first.
func (s *Selection) Set(list string) error {
	if s.text != "" {
		list = s.text + "," + list
	}
	parsed, err := ParseSelection(list)
	if err == nil {
		*s = parsed
	}
	return err
}

// Type names the kind of value in pflag's help.
func (s *Selection) Type() string { return "list" }

// ConnSelection names one connection by its number, or connections by one of
// their ends. The zero value is empty.
type ConnSelection struct {
	id  uint64
	end decode.Endpoint
}

func (c *ConnSelection) empty() bool { return *c == ConnSelection{} }

// Set parses "3", "127.0.0.1:80" or "[::1]:80"; pflag calls it.
func (c *ConnSelection) Set(value string) error {
	if id, err := strconv.ParseUint(value, 10, 64); err == nil && id > 0 {
		*c = ConnSelection{id: id}
		return nil
	}
	end, err := netip.ParseAddrPort(value)
	if err != nil || end.Addr().Zone() != "" {
		return errors.New("it is a number from 1 on, or ADDR:PORT ([ADDR]:PORT for IPv6)")
	}
	*c = ConnSelection{end: decode.Endpoint{Addr: decode.AddrFromNetip(end.Addr()), Port: end.Port()}}
	return nil
}

// String returns the value as it is given.
func (c *ConnSelection) String() string {
	switch {
	case c.empty():
		return ""
	case c.id != 0:
		return strconv.FormatUint(c.id, 10)
	default:
		return c.end.String()
	}
}

// Type names the kind of value in pflag's help.
func (c *ConnSelection) Type() string { return "conn" }

func (c *ConnSelection) matchesEvent(e *annotate.Event) bool {
	switch {
	case c.id != 0:
		return e.Conn == c.id
	case e.Segment.Class == decode.ICMPError:
		return e.Segment.ICMP.Src == c.end || e.Segment.ICMP.Dst == c.end
	default:
		return e.Segment.Src == c.end || e.Segment.Dst == c.end
	}
}

func (c *ConnSelection) matchesConnection(conn *annotate.Connection) bool {
	if c.id != 0 {
		return conn.ID == c.id
	}
	return conn.Client == c.end || conn.Server == c.end
}
