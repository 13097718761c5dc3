package render

import (
	"errors"
	"net/netip"
	"strconv"

	"tcpshake/annotate"
	"tcpshake/decode"
)

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
