package capture

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// textFile makes a file that holds text.
func textFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestInputFiles(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	tests := []struct {
		name  string
		in    Input
		stdin io.Reader
		want  []string
	}{
		{"interface", Input{}, nil, nil},
		{"one", Input{File: "a b.pcap"}, nil, []string{"a b.pcap"}},
		{"listed", Input{List: textFile(t, "a.pcap\nb c.pcap\n")}, nil, []string{"a.pcap", "b c.pcap"}},
		{"no end of line", Input{List: textFile(t, "a.pcap\n\nb.pcap")}, nil, []string{"a.pcap", "b.pcap"}},
		{"lines of another system", Input{List: textFile(t, "a.pcap\r\nb.pcap\r\n")}, nil, []string{"a.pcap", "b.pcap"}},
		{"long line", Input{List: textFile(t, long+"\nb.pcap\n")}, nil, []string{long, "b.pcap"}},
		{"standard input", Input{List: "-"}, strings.NewReader("a.pcap\n"), []string{"a.pcap"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.in.Files(test.stdin)
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("files %q, error %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestInputFilter(t *testing.T) {
	tests := []struct {
		name  string
		in    Input
		words []string
		want  string
	}{
		{"none", Input{}, nil, ""},
		{"words", Input{}, []string{"port", "80 or", "arp"}, "port 80 or arp"},
		{"file replaces words", Input{FilterFile: textFile(t, "port 80\n")}, []string{"arp"}, "port 80\n"},
		{"comments", Input{FilterFile: textFile(t, "# all\nport 80 # web\nor arp")}, nil, "\nport 80 \nor arp"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := test.in.Filter(test.words); err != nil || got != test.want {
				t.Errorf("filter %q, error %v, want %q", got, err, test.want)
			}
		})
	}
}

// TestInputErrors holds tcpdump's texts.
func TestInputErrors(t *testing.T) {
	empty := textFile(t, "\n")
	files := func(in Input) error { _, err := in.Files(nil); return err }
	filter := func(in Input) error { _, err := in.Filter(nil); return err }
	tests := []struct {
		name, want string
		err        error
	}{
		{"list that is not there", "Unable to open file /no/such: No such file or directory", files(Input{List: "/no/such"})},
		{"empty list", "Nothing in " + empty, files(Input{List: empty})},
		{"filter that is not there", "can't open /no/such: No such file or directory", filter(Input{FilterFile: "/no/such"})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var file *FileError
			if !errors.As(test.err, &file) || file.Error() != test.want {
				t.Errorf("error %v, want %s", test.err, test.want)
			}
		})
	}
	if err := (&Input{File: "a", List: "b"}).Validate(); err == nil || err.Error() != "-V and -r are mutually exclusive." {
		t.Errorf("-r with -V: %v", err)
	}
}
