package bpf_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcap"

	"tcpshake/capture/bpf"
	"tcpshake/capture/internal/clib"
	"tcpshake/capture/savefile"
)

// filters use every kind of instruction that libpcap's compiler makes.
var filters = []string{
	"", "tcp", "ip", "ip6", "tcp port 80", "port 13306 or port 80", "host 10.0.0.1 and tcp portrange 1000-2000",
	"src net 10.0.0.0/8", "ip6 host ::1", "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "tcp[13] = 18",
	"ip[0] & 0xf != 5", "len > 100", "greater 60 and less 1000", "vlan 5 and tcp", "vlan and vlan and ip",
	"mpls 5", "pppoes and tcp", "ip protochain 6", "ip6 protochain 6", "ip[2:2] - 20 > 40", "tcp[2:2] % 3 = 1",
	"tcp[2:2] / 7 = 1", "tcp[2:2] * 3 > 500", "tcp[4:4] >> 3 & 0xf = 2", "tcp[4:4] << 3 > 2", "tcp[0:2] ^ 0x1234 = 1",
	"tcp[0] | 0x80 = 0x90", "-tcp[0] = 1", "ip[ip[0] & 15] = 1", "tcp[0:2] = tcp[2:2]", "tcp[0:2] > ip[2:2]",
	"tcp[0:2] >= ip[4:2]", "tcp[tcp[12] >> 2] = 0x47", "ether[0] & 1 = 0 and ip[16] >= 224",
	"tcp[8:4] << tcp[0] > 5", "tcp[8:4] >> tcp[0] > 5",
	"not tcp", "tcp and not port 22 and not host 192.0.2.1",
}

var linkTypes = []int{0, 1, 12, 108, 113}

func compile(t testing.TB, filter string, linkType int, noOptimizer bool) ([]bpf.Instruction, bool) {
	t.Helper()
	code, err := clib.Compile(clib.Program{Filter: filter, LinkType: linkType, SnapLen: 262144, NoOptimizer: noOptimizer})
	return code, err == nil
}

func TestTextIsTcpdumps(t *testing.T) {
	tcpdump, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skip("tcpdump is not installed")
	}
	formats := []struct {
		flag   string
		append func([]byte, []bpf.Instruction) []byte
	}{{"-d", bpf.AppendText}, {"-dd", bpf.AppendC}, {"-ddd", bpf.AppendNumbers}}
	for i, filter := range filters {
		noOptimizer := i%2 == 1
		code, ok := compile(t, filter, 1, noOptimizer)
		if !ok {
			t.Fatalf("%q is not compiled", filter)
		}
		for _, format := range formats {
			args := []string{"-y", "EN10MB", format.flag}
			if noOptimizer {
				args = append(args, "-O")
			}
			want, err := exec.Command(tcpdump, append(args, "--", filter)...).Output()
			if err != nil {
				t.Fatalf("%s: %v", filter, err)
			}
			if got := format.append(nil, code); string(got) != string(want) {
				t.Errorf("%s %q:\n%s\nis not\n%s", args, filter, got, want)
			}
		}
	}
}

func TestTextOfVLANTags(t *testing.T) {
	const ldb, abs = 0x10, 0x20
	got := string(bpf.AppendText(nil, []bpf.Instruction{{Code: ldb | abs, K: 0xfffff030}, {Code: ldb | abs, K: 0xfffff02c}}))
	if want := "(000) ldb      [vlanp]\n(001) ldb      [vlan_tci]\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTextOfWhatMeansNothing(t *testing.T) {
	got := string(bpf.AppendText(nil, []bpf.Instruction{{Code: 0xffff}, {Code: 0x20, K: 0xfffff004}}))
	if want := "(000) unimp    #0xffff\n(001) ld       [-4092]\n"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// packet makes bytes that many of the filters look at: a frame with the headers
// of IPv4 or IPv6 and TCP, perhaps behind a VLAN tag, with some bytes changed, cut.
func packet(r *rand.Rand, linkType int) []byte {
	var b []byte
	kind := []uint16{0x0800, 0x86dd, 0x8100, 0x8847, 0x8864, 0x0806}[r.IntN(6)]
	switch linkType {
	case 0:
		b = binary.NativeEndian.AppendUint32(b, []uint32{2, 24, 28, 30, 10}[r.IntN(5)])
	case 1:
		b = binary.BigEndian.AppendUint16(append(b, make([]byte, 12)...), kind)
	case 108:
		b = binary.BigEndian.AppendUint32(b, 2)
	case 113:
		b = binary.BigEndian.AppendUint16(append(b, make([]byte, 14)...), kind)
	}
	if kind == 0x8100 {
		b = append(b, 0, 5, 8, 0)
	}
	if kind == 0x8864 {
		b = append(b, 0x11, 0, 0, 1, 0, 60, 0, 0x21)
	}
	if kind == 0x86dd {
		b = append(b, 0x60, 0, 0, 0, 0, 40, []byte{6, 0, 44, 17}[r.IntN(4)], 64)
		b = append(b, make([]byte, 31)...)
		b = append(b, 1)
	} else {
		b = append(b, 0x45, 0, 0, 60, 0, 1, byte(r.IntN(2)*0x20), 0, 64, []byte{6, 6, 17, 51}[r.IntN(4)], 0, 0)
		b = append(b, 10, 0, 0, byte(r.IntN(3)), 192, 0, 2, byte(r.IntN(3)))
	}
	b = binary.BigEndian.AppendUint16(b, []uint16{80, 13306, 1500, uint16(r.Uint32())}[r.IntN(4)])
	b = binary.BigEndian.AppendUint16(b, []uint16{80, 13306, 1500, uint16(r.Uint32())}[r.IntN(4)])
	for range 16 + r.IntN(60) {
		b = append(b, byte(r.Uint32()))
	}
	for range r.IntN(4) {
		b[r.IntN(len(b))] = byte(r.Uint32())
	}
	if r.IntN(3) == 0 {
		b = b[:r.IntN(len(b)+1)]
	}
	return b
}

func TestMachineMatchesWhatLibpcapMatches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	matched := 0
	for _, linkType := range linkTypes {
		packets := make([][]byte, 2000)
		for i := range packets {
			packets[i] = packet(r, linkType)
		}
		for i, filter := range filters {
			code, ok := compile(t, filter, linkType, i%2 == 0)
			if !ok {
				continue
			}
			machine, ok := bpf.NewMachine(code)
			if !ok {
				// Only protochain has loops.
				if filter != "ip protochain 6" && filter != "ip6 protochain 6" {
					t.Errorf("%q on %d is not run", filter, linkType)
				}
				continue
			}
			judge, err := pcap.NewBPF(layers.LinkType(linkType), 262144, filter)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range packets {
				if len(p) == 0 {
					continue // gopacket panics
				}
				length := len(p) + r.IntN(2)*1000
				want := judge.Matches(gopacket.CaptureInfo{Timestamp: time.Unix(0, 0), CaptureLength: len(p), Length: length}, p)
				if got := machine.Match(p, length); got != want {
					t.Fatalf("%q on link type %d: %v for % x (%d)", filter, linkType, got, p, length)
				}
				if want {
					matched++
				}
			}
		}
	}
	if matched < 1000 {
		t.Errorf("only %d matches: the packets test nothing", matched)
	}
}

// randomProgram makes a program that libpcap takes: memory is set before it is
// read, and constants do not shift by 32 or divide by 0.
func randomProgram(r *rand.Rand) []bpf.Instruction {
	codes := []uint16{
		0x00, 0x80, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x60, 0x01, 0x61, 0xb1, 0x02, 0x03,
		0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, 0x44, 0x4c, 0x54, 0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x84, 0x94, 0x9c, 0xa4, 0xac,
		0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d, 0x07, 0x87,
	}
	var program []bpf.Instruction
	for k := range uint32(16) {
		program = append(program, bpf.Instruction{Code: 0x02, K: k})
	}
	n := 1 + r.IntN(20)
	for i := range n {
		in := bpf.Instruction{Code: codes[r.IntN(len(codes))], K: uint32(1 + r.IntN(31))}
		switch {
		case in.Code&0x07 == 0x05:
			in.K, in.True, in.False = uint32(r.IntN(n-i)), uint8(r.IntN(n-i)), uint8(r.IntN(n-i))
			if in.Code != 0x05 && r.IntN(2) == 0 {
				in.K = r.Uint32() >> r.IntN(32)
			}
		case in.Code&0xe7 == 0x40 && r.IntN(3) == 0:
			in.K = r.Uint32()
		case in.Code&0xe7 == 0x60 || in.Code&0xe7 == 0x61 || in.Code == 0x02 || in.Code == 0x03:
			in.K %= 16
		}
		program = append(program, in)
	}
	return append(program, bpf.Instruction{Code: 0x16})
}

func TestMachineRunsAnyProgramAsLibpcapDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	handle, err := pcap.OpenOffline(emptyFile(t))
	if err != nil {
		t.Fatal(err)
	}
	defer handle.Close()
	matched, rejected := 0, 0
	for range 5000 {
		program := randomProgram(r)
		machine, ok := bpf.NewMachine(program)
		if !ok {
			t.Fatalf("not run:\n%s", bpf.AppendText(nil, program))
		}
		var theirs []pcap.BPFInstruction
		for _, in := range program {
			theirs = append(theirs, pcap.BPFInstruction{Code: in.Code, Jt: in.True, Jf: in.False, K: in.K})
		}
		judge, err := handle.NewBPFInstructionFilter(theirs)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			p := make([]byte, 1+r.IntN(60))
			for i := range p {
				p[i] = byte(r.Uint32() >> r.IntN(32))
			}
			want := judge.Matches(gopacket.CaptureInfo{Timestamp: time.Unix(0, 0), CaptureLength: len(p), Length: len(p) + 7}, p)
			if got := machine.Match(p, len(p)+7); got != want {
				t.Fatalf("%v for % x:\n%s", got, p, bpf.AppendText(nil, program))
			}
			if want {
				matched++
			} else {
				rejected++
			}
		}
	}
	if matched < 10000 || rejected < 10000 {
		t.Errorf("%d matched, %d rejected: the programs test too little", matched, rejected)
	}
}

// emptyFile makes a capture file without packets.
func emptyFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "empty.pcap")
	file, err := savefile.Create(savefile.Options{Path: path, LinkType: 1, SnapLen: 100}, nil)
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMachineRefusesWhatItCannotRun(t *testing.T) {
	ret := bpf.Instruction{Code: 0x06}
	for _, c := range []struct {
		name    string
		program []bpf.Instruction
	}{
		{"nothing", nil},
		{"no end", []bpf.Instruction{{Code: 0x28, K: 12}}},
		{"unknown code", []bpf.Instruction{{Code: 0xff}, ret}},
		{"code of two bytes", []bpf.Instruction{{Code: 0x128}, ret}},
		{"the kernel's data", []bpf.Instruction{{Code: 0x20, K: 0xfffff004}, ret}},
		{"jump out", []bpf.Instruction{{Code: 0x15, True: 1}, ret}},
		{"jump back", []bpf.Instruction{{Code: 0x05, K: 0xffffffff}, ret}},
		{"memory that is not there", []bpf.Instruction{{Code: 0x60, K: 16}, ret}},
		{"store where nothing is", []bpf.Instruction{{Code: 0x02, K: 99}, ret}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, ok := bpf.NewMachine(c.program); ok {
				t.Error("it is run")
			}
		})
	}
}

// FuzzMachine runs programs of any bytes: none may read outside or not end.
func FuzzMachine(f *testing.F) {
	f.Add([]byte("\x28\x00\x00\x0c\x06\x00\x00\x01"), []byte("packet"))
	f.Fuzz(func(_ *testing.T, raw, data []byte) {
		var program []bpf.Instruction
		for ; len(raw) >= 4; raw = raw[4:] {
			program = append(program, bpf.Instruction{Code: uint16(raw[0]), True: raw[1] & 7, False: raw[2] & 7, K: uint32(int8(raw[3]))})
		}
		if machine, ok := bpf.NewMachine(program); ok {
			machine.Match(data, len(data))
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	p := packet(r, 12)
	for _, filter := range []string{"tcp port 80", "port 13306 or port 80", "host 10.0.0.1 and tcp portrange 1000-2000"} {
		b.Run(strconv.Quote(filter), func(b *testing.B) {
			code, _ := compile(b, filter, 12, false)
			machine, ok := bpf.NewMachine(code)
			if !ok {
				b.Fatal(fmt.Sprint(code))
			}
			for b.Loop() {
				machine.Match(p, len(p))
			}
		})
	}
}
