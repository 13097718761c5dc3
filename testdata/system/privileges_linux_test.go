package system

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// The user that is none of this machine's.
const (
	userID  = 12345
	groupID = 12346
)

// sudo is the environment of that user's sudo.
var sudo = []string{"SUDO_UID=" + strconv.Itoa(userID), "SUDO_GID=" + strconv.Itoa(groupID)}

// as runs the program as a user by setpriv(1).
func as(t testing.TB, uid int) []string {
	t.Helper()
	need(t, "setpriv")
	id := strconv.Itoa(uid)
	return []string{"setpriv", "--reuid", id, "--regid", id, "--clear-groups"}
}

// threads returns the status of each thread of a process.
func threads(t testing.TB, pid int) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no threads: %v", err)
	}
	all := map[string]string{}
	for _, path := range paths {
		if status, err := os.ReadFile(path); err == nil {
			all[path] = string(status)
		}
	}
	return all
}

// rights are the lines of a status that say what a thread may do.
func rights(uid, gid int, capabilities string) []string {
	four := func(n int) string { return strings.Repeat("\t"+strconv.Itoa(n), 4) }
	return []string{
		"Uid:" + four(uid), "Gid:" + four(gid), "NoNewPrivs:\t1",
		"CapPrm:\t" + capabilities, "CapEff:\t" + capabilities, "CapAmb:\t0000000000000000",
	}
}

// lacking names the first line that a thread does not have.
func lacking(all map[string]string, want []string) string {
	for path, status := range all {
		for _, line := range want {
			if !strings.Contains(status, "\n"+line+"\n") {
				return path + ": no " + line + " in\n" + status
			}
		}
	}
	return ""
}

const noCapabilities = "0000000000000000"

// withCapability returns a copy of the program that has CAP_NET_RAW by its file,
// as setcap(8) gives it.
func withCapability(t testing.TB) string {
	t.Helper()
	path := filepath.Join(folder(t), "tcpshake")
	command(t, "cp", program(t), path)
	// struct vfs_cap_data (linux/capability.h): revision 2, effective.
	value := make([]byte, 20)
	value[0], value[3] = 1, 2
	value[5] = 1 << (unix.CAP_NET_RAW - 8)
	if err := unix.Setxattr(path, "security.capability", value, 0); err != nil {
		t.Skipf("no capabilities of files here: %v", err)
	}
	return path
}

// TestRightsAreGivenUp looks at all threads once packets are looked at.
func TestRightsAreGivenUp(t *testing.T) {
	const nobody = 65534
	for _, test := range []struct {
		name   string
		launch func(t *testing.T) launch
		want   []string
	}{
		{"behind sudo", func(*testing.T) launch { return launch{env: sudo} }, rights(userID, groupID, noCapabilities)},
		{"root", func(*testing.T) launch { return launch{} }, rights(nobody, nobody, noCapabilities)},
		{"-Z", func(*testing.T) launch { return launch{args: []string{"-Z", "daemon"}} }, rights(1, 1, noCapabilities)},
		{"-Z over sudo", func(*testing.T) launch {
			return launch{env: sudo, args: []string{"-Z", "daemon"}}
		}, rights(1, 1, noCapabilities)},
		{"setcap", func(t *testing.T) launch {
			return launch{program: withCapability(t), through: as(t, userID)}
		}, rights(userID, userID, noCapabilities)},
		{"a command of root's", func(*testing.T) launch {
			return launch{args: []string{"--", "sleep", "1000"}}
		}, rights(nobody, nobody, "0000000000000020")}, // CAP_KILL, to end it
		{"a command behind sudo", func(*testing.T) launch {
			return launch{env: sudo, args: []string{"--", "sleep", "1000"}}
		}, rights(userID, groupID, noCapabilities)},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, "127.0.0.1:0")
			l := test.launch(t)
			l.args = append([]string{"-n", "-l", s.port()}, l.args...)
			p := l.capture(t)
			p.await("rights to be given up", func() bool {
				return lacking(threads(t, p.cmd.Process.Pid), []string{"NoNewPrivs:\t1"}) == ""
			})
			s.converse(5)
			p.awaitText(p.outPath, "close 4/4")
			if text := lacking(threads(t, p.cmd.Process.Pid), test.want); text != "" {
				t.Error(text)
			}
			p.signal(os.Interrupt)
			r := p.wait()
			if len(l.args) > 3 && l.args[len(l.args)-2] == "sleep" {
				r.expect(t, 128+int(unix.SIGTERM))
			} else {
				r.expect(t, 0, "^0 packets dropped by kernel$")
			}
		})
	}
}

// TestRootRemainsRoot when it is asked for, and even so gains nothing new.
func TestRootRemainsRoot(t *testing.T) {
	p := launch{args: []string{"-Z", "root"}}.capture(t)
	want := []string{"Uid:\t0\t0\t0\t0", "NoNewPrivs:\t1"}
	p.await("the process to be sealed", func() bool { return lacking(threads(t, p.cmd.Process.Pid), want) == "" })
	p.stop().expect(t, 0)
}

// TestCommandMayGainRights, which the program itself may not.
func TestCommandMayGainRights(t *testing.T) {
	need(t, "setpriv", "grep")
	for name, env := range map[string][]string{"root": nil, "behind sudo": sudo} {
		t.Run(name, func(t *testing.T) {
			l := launch{env: env, args: []string{"--", "grep", "-E", "^(NoNewPrivs|Uid):", "/proc/self/status"}}
			uid := map[string]int{"root": 0, "behind sudo": userID}[name]
			l.run(t).expect(t, 0, "^NoNewPrivs:\t0$", fmt.Sprintf("^Uid:\t%d\t", uid))
		})
	}
}

// TestCommandHasTheHomeOfItsUser, not the one that sudo says, where he may not write.
func TestCommandHasTheHomeOfItsUser(t *testing.T) {
	daemon, err := user.LookupId("1")
	if err != nil {
		t.Skipf("no user 1: %v", err)
	}
	l := launch{
		env:  []string{"SUDO_UID=1", "SUDO_GID=1", "HOME=/root", "USER=root", "LOGNAME=root", "TERM=kept"},
		args: []string{"--", "sh", "-c", `echo "$HOME $USER $LOGNAME $TERM"`},
	}
	want := fmt.Sprintf("^%s %s %s kept$", daemon.HomeDir, daemon.Username, daemon.Username)
	l.run(t).expect(t, 0, want)
}

// TestRotationAfterRightsAreGivenUp makes files in a folder to which the user has
// no way, by the handle that root opened.
func TestRotationAfterRightsAreGivenUp(t *testing.T) {
	closed := filepath.Join(folder(t), "closed")
	dir := filepath.Join(closed, "his")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, userID, groupID); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "127.0.0.1:0")
	p := launch{env: sudo, args: []string{"-w", filepath.Join(dir, "f"), "-C", "1", s.port()}}.capture(t)
	s.converse(1 << 20)
	p.await("the next file", func() bool { _, err := os.Stat(filepath.Join(dir, "f1")); return err == nil })
	p.stop().expect(t, 0)
	for _, name := range []string{"f", "f1"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var there unix.Stat_t
		if err := unix.Stat(filepath.Join(dir, name), &there); err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 || there.Uid != userID {
			t.Errorf("%s: mode %v of user %d", name, info.Mode(), there.Uid)
		}
	}
}

// TestRotationIntoAFolderOfRoot is refused at once, and not when the second file
// is due.
func TestRotationIntoAFolderOfRoot(t *testing.T) {
	dir := filepath.Join(folder(t), "roots")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	launch{env: sudo, args: []string{"-i", "lo", "-w", filepath.Join(dir, "f"), "-C", "1"}}.run(t).
		expect(t, 2, "^tcpshake: .*/roots/f: Permission denied$", "^  hint: .* -Z root$")
}
