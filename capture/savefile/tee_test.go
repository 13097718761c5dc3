package savefile

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTee(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.pcap")
	tee := NewTee(Options{Path: path})
	for range 2 { // two sources of one link type go into one file
		if err := tee.Open(1, 100, nil, nil); err != nil {
			t.Fatal(err)
		}
		if err := tee.Ready(); err != nil {
			t.Fatal(err)
		}
		if err := tee.Write(Record{Data: []byte("abcd"), Len: 4}); err != nil {
			t.Fatal(err)
		}
		if err := tee.FlushDue(); err != nil {
			t.Fatal(err)
		}
	}
	if err := tee.Open(0, 100, nil, nil); err == nil || err.Error() != path+": new dlt does not match original" {
		t.Errorf("error %v for another link type", err)
	}
	if err := tee.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 24+2*(16+4) {
		t.Errorf("the file is %v, error %v, want a header and two packets", info, err)
	}
}

// TestTeeWithoutFile takes everything and makes nothing.
func TestTeeWithoutFile(t *testing.T) {
	tee := NewTee(Options{})
	for _, err := range []error{
		tee.Open(1, 100, nil, nil), tee.Ready(), tee.Write(Record{}), tee.FlushDue(), tee.Open(0, 1, nil, nil), tee.Close(),
	} {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestTeeTellsThatItCannot(t *testing.T) {
	tee := NewTee(Options{Path: filepath.Join(t.TempDir(), "no", "folder")})
	if err := tee.Open(1, 100, nil, nil); err == nil {
		t.Error("no error")
	}
	if err := tee.Close(); err != nil {
		t.Errorf("closing what was not made: %v", err)
	}
}
