package lab

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"

	"tcpshake/decode/craft"
)

// snapLen keeps recorded captures small: headers and a few bytes of data.
const snapLen = 128

// Write writes BASE.client.pcap and BASE.server.pcap, whose frames are cut to
// 128 bytes, and BASE.states.tsv: a line for each change with time in seconds
// since 1970, host, local end, remote end, state.
func (r *Result) Write(base string) error {
	if err := os.WriteFile(base+".client.pcap", savefile(r.Client), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(base+".server.pcap", savefile(r.Server), 0o644); err != nil {
		return err
	}
	lines := []byte("time\thost\tlocal\tremote\tstate\n")
	for _, c := range r.Changes {
		lines = fmt.Appendf(lines, "%d.%06d\t%s\t%s\t%s\t%s\n", c.Time/1e9, c.Time%1e9/1e3,
			c.Host, endText(c.Local), endText(c.Remote), c.State)
	}
	return os.WriteFile(base+".states.tsv", lines, 0o644)
}

// savefile returns a classic capture file, nanoseconds, Ethernet.
func savefile(frames []Frame) []byte {
	c := craft.Capture{LinkType: 1, SnapLen: snapLen}
	for _, f := range frames {
		c.Frames = append(c.Frames, craft.Frame{Time: f.Time, Data: f.Data[:min(len(f.Data), snapLen)], Len: f.Len})
	}
	return c.Bytes()
}

// endText writes ADDRESS:PORT, without brackets around IPv6 addresses.
func endText(e netip.AddrPort) string { return fmt.Sprintf("%v:%d", e.Addr(), e.Port()) }

// Read reads what Write has written.
func Read(base string) (*Result, error) {
	var r Result
	var err error
	if r.Client, err = readFrames(base + ".client.pcap"); err != nil {
		return nil, err
	}
	if r.Server, err = readFrames(base + ".server.pcap"); err != nil {
		return nil, err
	}
	r.Changes, err = readChanges(base + ".states.tsv")
	return &r, err
}

// The sizes of the headers of a capture file.
const (
	fileHeader  = 24
	frameHeader = 16
)

// readFrames reads a file that savefile has made.
func readFrames(name string) ([]Frame, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if head := savefile(nil); !bytes.HasPrefix(b, head) {
		return nil, fmt.Errorf("%s: not a capture of the lab", name)
	}
	var frames []Frame
	for b = b[fileHeader:]; len(b) > 0; {
		if len(b) < frameHeader {
			return nil, fmt.Errorf("%s: cut", name)
		}
		sec, nsec := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
		n, wire := binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:])
		if b = b[frameHeader:]; int(n) > len(b) {
			return nil, fmt.Errorf("%s: cut", name)
		}
		frames = append(frames, Frame{Time: int64(sec)*1e9 + int64(nsec), Data: b[:n:n], Len: int(wire)})
		b = b[n:]
	}
	return frames, nil
}

func readChanges(name string) ([]Change, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var changes []Change
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Scan() // the names of the columns
	for lines.Scan() {
		c, err := parseChange(strings.Split(lines.Text(), "\t"))
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, lines.Text(), err)
		}
		changes = append(changes, c)
	}
	return changes, lines.Err()
}

func parseChange(columns []string) (c Change, err error) {
	if len(columns) != 5 {
		return c, errors.New("want five columns")
	}
	sec, micro, ok := strings.Cut(columns[0], ".")
	s, err1 := strconv.ParseInt(sec, 10, 64)
	us, err2 := strconv.ParseInt(micro, 10, 64)
	if !ok || err1 != nil || err2 != nil || len(micro) != 6 {
		return c, errors.New("want a time in seconds with six digits of fraction")
	}
	c = Change{Time: s*1e9 + us*1e3, Host: columns[1], State: columns[4]}
	if c.Local, err = parseEnd(columns[2]); err != nil {
		return c, err
	}
	c.Remote, err = parseEnd(columns[3])
	return c, err
}

// parseEnd reads what endText writes.
func parseEnd(s string) (netip.AddrPort, error) {
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 {
		return netip.AddrPort{}, errors.New("want ADDRESS:PORT")
	}
	addr, err := netip.ParseAddr(s[:colon])
	if err != nil {
		return netip.AddrPort{}, err
	}
	port, err := strconv.ParseUint(s[colon+1:], 10, 16)
	return netip.AddrPortFrom(addr, uint16(port)), err
}
