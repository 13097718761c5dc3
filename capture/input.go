package capture

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"tcpshake/capture/internal/escape"
	"tcpshake/capture/internal/systext"
)

// Input says which files packets are read from instead of an interface, and
// where the filter expression stands.
type Input struct {
	// File is a capture file, List a file that lists capture files; "-" is
	// standard input, "" none.
	File, List string
	// FilterFile holds the filter expression, "" when it is on the command line.
	FilterFile string
}

// AddFlags registers the options, which have tcpdump's letters.
func (in *Input) AddFlags(fs *pflag.FlagSet) {
	fs.StringVarP(&in.File, "r", "r", "", "read packets from `FILE`, pcap or pcapng (-: standard input)")
	fs.StringVarP(&in.List, "V", "V", "", "read packets from the files that `FILE` lists, one on a line (-: standard input)")
	fs.StringVarP(&in.FilterFile, "F", "F", "", "take the filter expression from `FILE`")
}

// Validate reports options that do not go together, in tcpdump's words.
func (in *Input) Validate() error {
	if in.File != "" && in.List != "" {
		return usageErrorf("-V and -r are mutually exclusive.")
	}
	return nil
}

// IsFile reports whether packets are read from files, and not from an interface.
func (in *Input) IsFile() bool { return in.File != "" || in.List != "" }

// Files returns the names of the capture files, none when packets come from an
// interface. The error is a *FileError.
func (in *Input) Files(stdin io.Reader) ([]string, error) {
	if in.File != "" {
		return []string{in.File}, nil
	}
	if in.List == "" {
		return nil, nil
	}
	text, err := readText(in.List, stdin)
	if err != nil {
		return nil, &FileError{Path: in.List, Text: "Unable to open file " + escape.Text(in.List) + ": " + systext.Of(err)}
	}
	if strings.Contains(text, "\x00") { // which is in no name, but in every capture file
		return nil, &FileError{Path: in.List, Text: escape.Text(in.List) + " is no list of files", hints: hints{"-r reads a capture file"}}
	}
	var files []string
	for line := range strings.Lines(text) {
		if name := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"); name != "" {
			files = append(files, name)
		}
	}
	if len(files) == 0 {
		return nil, &FileError{Path: in.List, Text: "Nothing in " + escape.Text(in.List)}
	}
	return files, nil
}

// Filter returns the filter expression: that of the file, in which # begins a
// comment, else the words of the command line. The error is a *FileError.
func (in *Input) Filter(words []string) (string, error) {
	if in.FilterFile == "" {
		return strings.Join(words, " "), nil
	}
	text, err := readText(in.FilterFile, nil)
	if err != nil {
		return "", &FileError{Path: in.FilterFile, Text: "can't open " + escape.Text(in.FilterFile) + ": " + systext.Of(err)}
	}
	var filter strings.Builder
	for line := range strings.Lines(text) {
		code, _, comment := strings.Cut(line, "#")
		filter.WriteString(code)
		if comment {
			filter.WriteByte('\n')
		}
	}
	return filter.String(), nil
}

// readText returns what is in a file, or in stdin when the name is "-" and there
// is one.
func readText(name string, stdin io.Reader) (string, error) {
	if name == "-" && stdin != nil {
		text, err := io.ReadAll(stdin)
		return string(text), err
	}
	text, err := os.ReadFile(name)
	return string(text), err
}
