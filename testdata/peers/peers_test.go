package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestMedian(t *testing.T) {
	got := median([]cost{{3, 10, 7}, {1, 30, 8}, {2, 20, 9}})
	if want := (cost{2, 20, 8}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestRunMeasuresTheCommand(t *testing.T) {
	if _, err := exec.LookPath("cat"); err != nil {
		t.Skip("no cat: ", err)
	}
	got, err := run([]string{"cat", "FILE"}, "peers_test.go")
	if err != nil || got.wall <= 0 || got.memory <= 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := run([]string{"cat", "FILE"}, "does-not-exist"); err == nil {
		t.Error("a failed command counts")
	}
}

func TestRow(t *testing.T) {
	var b strings.Builder
	printRow(&b, "bulk", []string{"/bin/tcpdump", "-r", "FILE"}, cost{6, 8, 30}, cost{2, 2, 20})
	want := "| bulk | `tcpdump -r FILE` | 6.00 | 8.00 | 30 | 3.0 x | 4.0 x | 1.5 x |\n"
	if b.String() != want {
		t.Errorf("got %swant %s", b.String(), want)
	}
	if got := commandText([]string{"env", "A=1", "./tcpshake", "-r", "FILE"}); got != "A=1 tcpshake -r FILE" {
		t.Errorf("a command with a variable: %q", got)
	}
}
