package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"tcpshake/capture/netns"
)

var update = flag.Bool("update", false, "write what the scripts expect anew")

// isolated marks the process that runs the tests in a namespace of its own.
const isolated = "TCPSHAKE_TEST_ISOLATED"

// Values of isolated: in a namespace made by a user, root is the user and may not
// become another.
const (
	byRoot = "root"
	byUser = "user"
)

// TestMain runs the tests in a network namespace of their own where the system
// has them: there the tests may capture without root, all ports are free, and
// nobody else's packets are seen.
func TestMain(m *testing.M) {
	// Servers live where a user's PATH does not look.
	os.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin")
	if _, ok := scriptPrograms[filepath.Base(os.Args[0])]; ok || os.Getenv(isolated) != "" {
		testscript.Main(m, scriptPrograms)
	}
	os.Setenv(isolated, byUser)
	if os.Geteuid() == 0 {
		os.Setenv(isolated, byRoot)
	}
	cmd := exec.Command(os.Args[0], os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := netns.Isolate(cmd)
	if err == nil {
		err = cmd.Run()
	}
	var exit *exec.ExitError
	if err == nil || errors.As(err, &exit) {
		os.Exit(cmd.ProcessState.ExitCode())
	}
	// Without namespaces: root captures on the machine's own loopback.
	os.Setenv(isolated, "not: "+err.Error())
	testscript.Main(m, scriptPrograms)
}

// scriptPrograms are what scripts can run besides what is installed.
var scriptPrograms = map[string]func(){"tcpshake": main, "tcpshake-converse": converseMain}

// TestScript runs the command as users do; each file tells of one behaviour.
func TestScript(t *testing.T) {
	if os.Getenv(isolated) == byRoot || os.Getenv(isolated) == byUser {
		if err := netns.BringUp(); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TZ", "Asia/Shanghai")
			env.Setenv("PORT", freePort("13306"))
			env.Setenv("CAPTURES", filepath.Join(root, "testdata", "captures"))
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "live":
				return os.Geteuid() == 0, nil
			case "root":
				return os.Geteuid() == 0 && os.Getenv(isolated) != byUser, nil
			default:
				return false, fmt.Errorf("unknown condition %q", name)
			}
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":   scriptStatus,
			"await":    scriptAwait,
			"converse": scriptConverse,
			"signal":   scriptSignal,
			"server":   scriptServer,
			"http":     scriptHTTP,
		},
	})
}

// freePort returns port, or another one if that is taken.
func freePort(port string) string {
	l, err := net.Listen("tcp4", "127.0.0.1:"+port)
	if err != nil {
		return freePort("0")
	}
	defer l.Close()
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return port
}

// scriptConverse holds a conversation: converse PORT.
func scriptConverse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: converse PORT")
	}
	ts.Check(converse(args[0]))
}

// converseMain is the same as a program of its own.
func converseMain() {
	if err := converse(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// converse makes a connection to a port of 127.0.0.1, sends five bytes and
// closes it, the client first. It returns when both ends are closed.
func converse(port string) error {
	l, err := net.Listen("tcp4", "127.0.0.1:"+port)
	if err != nil {
		return err
	}
	defer l.Close()
	client, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		return err
	}
	server, err := l.Accept()
	if err != nil {
		return err
	}
	_, err = io.WriteString(client, "hello")
	client.Close()
	_, readErr := io.Copy(io.Discard, server)
	return errors.Join(err, readErr, server.Close())
}

// scriptStatus runs a command and demands an exit status: status 2 tcpshake ...
func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status NUMBER COMMAND [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// scriptAwait waits until a file is there, or holds a line that matches:
// await FILE [REGEXP].
func scriptAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: await FILE [REGEXP]")
	}
	pattern := regexp.MustCompile("(?m)" + strings.Join(args[1:], ""))
	path := ts.MkAbs(args[0])
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		if text, err := os.ReadFile(path); err == nil && pattern.Match(text) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%v did not come", args)
		}
	}
}

// scriptServer runs a program until the script ends: server COMMAND [ARGUMENT...].
// Servers are ended by SIGTERM, which the script's own background commands are not.
func scriptServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: server COMMAND [ARGUMENT...]")
	}
	cmd := exec.Command(args[0], args[1:]...)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	})
}

// scriptHTTP serves HTTP on a port of 127.0.0.1 until the script ends: http PORT.
// It answers hello, and 404 to everything but /.
func scriptHTTP(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: http PORT")
	}
	l, err := net.Listen("tcp4", "127.0.0.1:"+args[0])
	ts.Check(err)
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello\n") })
	server := &http.Server{Handler: mux}
	go server.Serve(l)
	ts.Defer(func() { server.Close() })
}

// scriptSignal sends a signal to what runs in the background: signal TERM.
func scriptSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{
		"HUP": syscall.SIGHUP, "INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "USR1": syscall.SIGUSR1,
	}
	if neg || len(args) != 1 || signals[args[0]] == nil {
		ts.Fatalf("usage: signal HUP|INT|TERM|USR1")
	}
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(signals[args[0]]))
	}
}

// importRule says which imports the packages below a folder may have.
type importRule struct {
	folder string
	// ours lists folders of this module that they may import besides their own.
	ours []string
	// never lists packages that they must not import.
	never []string
}

// importRules draw the house: data goes from capture to decode to annotate to
// render, and no package looks back. main may import everything.
var importRules = []importRule{
	{"tcpshake/capture", nil, []string{"github.com/fatih/color"}},
	{"tcpshake/decode/craft", []string{"tcpshake/decode"}, []string{"github.com/google/gopacket", "github.com/fatih/color"}},
	{"tcpshake/decode", nil, []string{"os", "net", "time", "fmt", "github.com/google/gopacket", "github.com/fatih/color"}},
	{"tcpshake/annotate/render", []string{"tcpshake/annotate", "tcpshake/decode"}, []string{"os", "net", "github.com/google/gopacket"}},
	{"tcpshake/annotate", []string{"tcpshake/decode"}, []string{"os", "net", "github.com/google/gopacket", "github.com/fatih/color"}},
}

// listed is what go list says of a package.
type listed struct {
	ImportPath string
	Imports    []string
}

// below reports whether a package is folder or lies in it.
func below(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

func TestImportDirections(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		// The first rule that fits is the narrowest.
		i := slices.IndexFunc(importRules, func(r importRule) bool { return below(p.ImportPath, r.folder) })
		if i < 0 {
			continue
		}
		checked++
		for _, imported := range p.Imports {
			if reason := importRules[i].objection(imported); reason != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, imported, reason)
			}
		}
	}
	if checked < len(importRules) {
		t.Errorf("%d packages checked, there must be more", checked)
	}
}

// objection says why a package must not be imported, "" when it may be.
func (r importRule) objection(imported string) string {
	for _, never := range r.never {
		if below(imported, never) && !strings.HasPrefix(imported, "net/netip") {
			return "not in " + r.folder
		}
	}
	if !below(imported, "tcpshake") || below(imported, r.folder) {
		return ""
	}
	if slices.ContainsFunc(r.ours, func(folder string) bool {
		return imported == folder || below(imported, folder) && !below(imported, "tcpshake/annotate/render")
	}) {
		return ""
	}
	return "the wrong direction"
}

// TestREADME runs the commands of the README's console blocks and compares what
// they print on standard output.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```console\n\\$ ([^\n]*)\n(.*?)```").FindAllStringSubmatchIndex(string(readme), -1)
	if len(blocks) < 5 {
		t.Fatalf("%d console blocks, want at least 5", len(blocks))
	}
	var updated []byte
	end := 0
	for _, b := range blocks {
		command, want := string(readme[b[2]:b[3]]), string(readme[b[4]:b[5]])
		got := want
		t.Run(command, func(t *testing.T) { got = readmeBlock(t, command, want) })
		updated = append(append(updated, readme[end:b[4]]...), got...)
		end = b[5]
	}
	if !*update {
		return
	}
	if err := os.WriteFile("README.md", append(updated, readme[end:]...), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readmeBlock runs one command and returns what it prints.
func readmeBlock(t *testing.T, command, want string) string {
	if _, err := exec.LookPath("jq"); err != nil && strings.Contains(command, "jq ") {
		t.Skip("jq is not installed")
	}
	got, err := exec.Command("sh", "-c", command).Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1 && strings.Contains(command, "--expect")) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" && !*update {
		t.Error(diff)
	}
	return string(got)
}

// BenchmarkReplay takes captures the whole way, as -r does. make profile keeps
// its profile.
func BenchmarkReplay(b *testing.B) {
	for _, bench := range []struct{ kind, count, format string }{
		{"short", "20000", "text"}, {"bulk", "250000", "text"}, {"flood", "60000", "text"},
		{"short", "4000", "json"}, {"short", "20000", "connections"},
	} {
		b.Run(bench.kind+"/"+bench.format, func(b *testing.B) {
			// The count is what the generator counts: connections or packets.
			capture, err := exec.Command("go", "run", "./testdata/bench", bench.kind, bench.count).Output()
			if err != nil {
				b.Fatal(err)
			}
			file := filepath.Join(b.TempDir(), bench.kind+".pcap")
			if err := os.WriteFile(file, capture, 0o600); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(capture)))
			for b.Loop() {
				args := []string{"-nn", "--format", bench.format, "-Z", "root", "-r", file}
				if status := run(b.Context(), args, nil, io.Discard, io.Discard); status != statusOK {
					b.Fatalf("exit status %d", status)
				}
			}
		})
	}
}
