package clib

import (
	"testing"
	"time"

	"tcpshake/capture/bpf"
)

func TestCompile(t *testing.T) {
	code, err := Compile(Program{Filter: "ip", LinkType: 1, SnapLen: 100})
	if err != nil {
		t.Fatal(err)
	}
	want := []bpf.Instruction{{Code: 0x28, K: 12}, {Code: 0x15, False: 1, K: 0x800}, {Code: 6, K: 100}, {Code: 6}}
	if len(code) != len(want) {
		t.Fatalf("code is %v", code)
	}
	for i := range want {
		if code[i] != want[i] {
			t.Errorf("instruction %d is %v, not %v", i, code[i], want[i])
		}
	}
}

func TestCompileForLinkTypesAbove255(t *testing.T) {
	code, err := Compile(Program{Filter: "ip", LinkType: 276, SnapLen: 100})
	if err != nil {
		t.Fatal(err)
	}
	// LINUX_SLL2 begins with the EtherType.
	if code[0] != (bpf.Instruction{Code: 0x28, K: 0}) {
		t.Errorf("first instruction is %v", code[0])
	}
}

func TestCompileWithoutOptimizerIsLonger(t *testing.T) {
	p := Program{Filter: "tcp port 80", LinkType: 1, SnapLen: 100}
	short, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	p.NoOptimizer = true
	long, err := Compile(p)
	if err != nil || len(long) <= len(short) {
		t.Errorf("%d and %d instructions, %v", len(short), len(long), err)
	}
}

func TestCompileErrorIsLibpcaps(t *testing.T) {
	_, err := Compile(Program{Filter: "port 70000", LinkType: 1, SnapLen: 100})
	if err == nil || err.Error() != "illegal port number 70000 > 65535" {
		t.Errorf("error is %v", err)
	}
}

func TestStatusText(t *testing.T) {
	for status, want := range map[int]string{
		-5:  "No such device exists",
		-6:  "That device doesn't support monitor mode",
		-8:  "You don't have permission to perform this capture on that device",
		-9:  "That device is not up",
		-11: "You don't have permission to capture in promiscuous mode on that device",
		-99: "Unknown error: -99",
	} {
		if got := StatusText(status); got != want {
			t.Errorf("%d is %q, want %q", status, got, want)
		}
	}
}

func TestStrftimeIsLocalTime(t *testing.T) {
	t.Setenv("TZ", "UTC-8")
	at := time.Date(2023, 12, 3, 13, 29, 40, 0, time.UTC).Unix()
	if got := Strftime("x-%Y%m%d-%H%M%S-%j-%%.pcap", at); got != "x-20231203-212940-337-%.pcap" {
		t.Errorf("%q", got)
	}
	if got := Strftime("plain", at); got != "plain" {
		t.Errorf("%q", got)
	}
}
