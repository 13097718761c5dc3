package decode

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// unhex returns the bytes of a text of hexadecimal digits and spaces.
func unhex(tb testing.TB, text string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// header is a TCP header with every field different: ports 0x1234 and 0x5678, a
// header of 32 bytes with time stamps, AE, PSH and ACK.
const header = "1234 5678 11223344 55667788 8118 abcd 9876 4321 0101080a 00000001 00000002"

// decodeTCP decodes b as the payload of an IP datagram that promises length
// bytes.
func decodeTCP(b []byte, length int) *Segment {
	s := &Segment{Frame: b, WireLen: uint32(len(b))}
	new(Decoder).tcp(s, 0, len(b), length)
	return s
}

func TestTCPFields(t *testing.T) {
	b := append(unhex(t, header), "hello"...)
	s := decodeTCP(b, len(b))
	if s.Class != TCP {
		t.Fatalf("Class = %v", s.Class)
	}
	if s.Src.Port != 0x1234 || s.Dst.Port != 0x5678 {
		t.Errorf("ports = %#x, %#x", s.Src.Port, s.Dst.Port)
	}
	if s.Seq != 0x11223344 || s.Ack != 0x55667788 {
		t.Errorf("Seq, Ack = %#x, %#x", s.Seq, s.Ack)
	}
	if s.Flags != AE|PSH|ACK {
		t.Errorf("Flags = %#x", s.Flags)
	}
	if s.Window != 0xabcd || s.Checksum != 0x9876 || s.Urgent != 0x4321 {
		t.Errorf("Window, Checksum, Urgent = %#x, %#x, %#x", s.Window, s.Checksum, s.Urgent)
	}
	if s.Len != 5 || !bytes.Equal(s.Payload(), []byte("hello")) {
		t.Errorf("Len, Payload = %d, %q", s.Len, s.Payload())
	}
	if s.Options.Set != OptTimestamp || s.Options.TSVal != 1 || s.Options.TSEcr != 2 {
		t.Errorf("Options = %+v", s.Options)
	}
	want := Layer{Kind: LayerTCP, Off: 0, Head: 32, End: 37, Len: 37}
	if layers := s.Layers(); len(layers) != 1 || layers[0] != want {
		t.Errorf("Layers = %+v, want %+v", layers, want)
	}
}

func TestTCPLengths(t *testing.T) {
	whole := append(unhex(t, header), "hello"...)
	for _, test := range []struct {
		name         string
		captured     int
		length       int
		head         byte // data offset in words; 0 leaves 8
		class        Class
		fault        Fault
		payload, len int
	}{
		{name: "whole", captured: 37, length: 37, class: TCP, payload: 5, len: 5},
		{name: "no payload", captured: 32, length: 32, class: TCP},
		{name: "payload cut", captured: 34, length: 37, class: TCP, payload: 2, len: 5},
		{name: "header only captured", captured: 32, length: 1000, class: TCP, len: 968},
		{name: "options cut", captured: 26, length: 37, class: TCP, len: 5},
		{name: "bytes behind the datagram", captured: 37, length: 34, class: TCP, payload: 2, len: 2},
		{name: "fixed header captured", captured: 20, length: 37, class: TCP, len: 5},
		{name: "fixed header cut", captured: 19, length: 37, class: Broken, fault: FaultCut},
		{name: "ports cut", captured: 3, length: 37, class: Broken, fault: FaultCut},
		{name: "nothing captured", captured: 0, length: 37, class: Broken, fault: FaultCut},
		{name: "datagram too short", captured: 19, length: 19, class: Broken, fault: FaultShort},
		{name: "datagram too short for ports", captured: 3, length: 3, class: Broken, fault: FaultShort},
		{name: "empty datagram", captured: 0, length: 0, class: Broken, fault: FaultShort},
		{name: "header length below 20", captured: 37, length: 37, head: 4, class: Broken, fault: FaultHeaderLen},
		{name: "header length 0", captured: 37, length: 37, head: 0xf0, class: Broken, fault: FaultHeaderLen},
		{name: "header longer than datagram", captured: 37, length: 31, class: Broken, fault: FaultHeaderLen},
		{name: "header as long as datagram", captured: 37, length: 37, head: 9, class: TCP, len: 1, payload: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := bytes.Clone(whole)
			if test.head != 0 {
				b[12] = test.head<<4 | b[12]&0xf
			}
			s := decodeTCP(b[:test.captured], test.length)
			if s.Class != test.class {
				t.Errorf("Class = %v, want %v", s.Class, test.class)
			}
			if fault := s.Layers()[0].Fault; fault != test.fault {
				t.Errorf("Fault = %v, want %v", fault, test.fault)
			}
			if s.Len != test.len || len(s.Payload()) != test.payload {
				t.Errorf("Len, Payload = %d, %d bytes, want %d, %d", s.Len, len(s.Payload()), test.len, test.payload)
			}
		})
	}
}

// A cut header leaves the ports that were read: they name the connection that
// cannot be followed.
func TestTCPPortsOfCutHeader(t *testing.T) {
	s := decodeTCP(unhex(t, header)[:4], 32)
	if s.Class != Broken || s.Src.Port != 0x1234 || s.Dst.Port != 0x5678 {
		t.Errorf("Class, ports = %v, %#x, %#x", s.Class, s.Src.Port, s.Dst.Port)
	}
}

// The three reserved bits above AE do not show.
func TestTCPFlagsMask(t *testing.T) {
	b := unhex(t, header)
	b[12], b[13] = 0x8f, 0xff
	if got := TCPHeader(b).Flags(); got != AE|CWR|ECE|URG|ACK|PSH|RST|SYN|FIN {
		t.Errorf("Flags = %#x", got)
	}
}

func TestOnlyTimestamps(t *testing.T) {
	for _, test := range []struct {
		name  string
		bytes string
		cut   int
		want  bool
	}{
		{name: "usual", bytes: header, want: true},
		{name: "cut", bytes: header, cut: 1},
		{name: "other order", bytes: strings.Replace(header, "0101080a 00000001 00000002", "080a0000 00010000 00020101", 1)},
		{name: "more options", bytes: strings.Replace(header, "8118", "9118", 1) + "01010101"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := unhex(t, test.bytes)
			value, echo, ok := TCPHeader(b[:len(b)-test.cut]).OnlyTimestamps()
			if ok != test.want || ok && (value != 1 || echo != 2) {
				t.Errorf("OnlyTimestamps() = %d, %d, %v", value, echo, ok)
			}
		})
	}
}

func TestTCPAllocatesNothing(t *testing.T) {
	b := append(unhex(t, header), "hello"...)
	var s Segment
	var d Decoder
	if n := testing.AllocsPerRun(100, func() {
		s.Frame, s.WireLen, s.n, s.Options.Set = b, uint32(len(b)), 0, 0
		d.tcp(&s, 0, len(b), len(b))
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkTCP(b *testing.B) {
	for _, bench := range []struct{ name, bytes string }{
		{"timestamps", header},
		{"SYN", "1234 5678 11223344 00000000 a002 abcd 9876 0000 020405b4 0402 080a 00000001 00000000 01 030307"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			frame := unhex(b, bench.bytes)
			var s Segment
			var d Decoder
			for b.Loop() {
				s.Frame, s.n, s.Options.Set = frame, 0, 0
				d.tcp(&s, 0, len(frame), len(frame))
			}
		})
	}
}
