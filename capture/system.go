package capture

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"tcpshake/capture/internal/escape"
)

// system is what choosing an interface and giving advice look at; tests
// replace it by a machine of their own.
type system struct {
	goos       string
	euid       int
	args       []string // the command line, the program first
	executable string
	getenv     func(string) string
	exists     func(path string) bool
	sameFile   func(a, b string) bool
	readFile   func(path string) ([]byte, error)
	devices    func() ([]Device, error)
}

func thisSystem() system {
	executable, err := os.Executable()
	if err != nil {
		executable = os.Args[0]
	}
	return system{
		goos:       runtime.GOOS,
		euid:       os.Geteuid(),
		args:       os.Args,
		executable: executable,
		getenv:     os.Getenv,
		exists:     func(path string) bool { _, err := os.Lstat(path); return err == nil },
		sameFile:   sameFile,
		readFile:   os.ReadFile,
		devices:    Devices,
	}
}

// sameFile reports whether two paths lead to the same file.
func sameFile(a, b string) bool {
	left, err := os.Stat(a)
	if err != nil {
		return false
	}
	right, err := os.Stat(b)
	return err == nil && os.SameFile(left, right)
}

// capNetRaw is the number of the capability that packet sockets need (capabilities(7)).
const capNetRaw = 13

// mayCapture says whether this process has CAP_NET_RAW; known is false where
// there is no such thing.
func (s system) mayCapture() (may, known bool) {
	status, err := s.readFile("/proc/self/status")
	if err != nil {
		return false, false
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "CapEff:"); ok {
			caps, err := strconv.ParseUint(strings.TrimSpace(value), 16, 64)
			return caps&(1<<capNetRaw) != 0, err == nil
		}
	}
	return false, false
}

// inContainer says whether this looks like a container or a pod.
func (s system) inContainer() bool {
	return s.exists("/.dockerenv") || s.exists("/run/.containerenv") || s.getenv("KUBERNETES_SERVICE_HOST") != ""
}

// sudoCommand is the command line of this run with sudo in front.
func (s system) sudoCommand() string { return "sudo " + s.commandLine(s.sudoName()) }

// commandLine is the command line of this run with another name of the program.
func (s system) commandLine(program string) string {
	line := shellQuote(program)
	for _, arg := range s.args[min(1, len(s.args)):] {
		line += " " + shellQuote(arg)
	}
	return line
}

// sudoPath is where sudo usually looks for a program (secure_path of sudoers(5)),
// whatever PATH its caller has.
const sudoPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// sudoName is what this program is called behind sudo: its name where sudo finds this
// very program by it, else the path by which it was called, else that of the file.
func (s system) sudoName() string {
	called := s.executable
	if len(s.args) > 0 {
		called = s.args[0]
	}
	name := filepath.Base(called)
	if found := s.inSudoPath(name); found != "" && s.sameFile(found, s.executable) {
		return name
	}
	if strings.Contains(called, "/") {
		return called
	}
	return s.executable
}

// inSudoPath is the file that sudo takes for name, "" for none.
func (s system) inSudoPath(name string) string {
	for _, dir := range filepath.SplitList(sudoPath) {
		if path := filepath.Join(dir, name); s.exists(path) {
			return path
		}
	}
	return ""
}

// shellQuote quotes a word for a shell where it needs that.
func shellQuote(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_=+:,./@%^", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(escape.Text(word), "'", `'\''`) + "'"
}
