package system

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// refusals are files that must not be written, and those that are no files.
func refusals() []fault {
	return []fault{
		{"an existing file", func(t *testing.T, _ *files) {
			path := filepath.Join(folder(t), "f")
			untouched(t, path, func() {
				write(t, path).expect(t, 2, "^tcpshake: .*/f: File exists$", "^  hint: --overwrite replaces it$")
			})
		}},
		{"a symbolic link", func(t *testing.T, _ *files) {
			dir := folder(t)
			link := filepath.Join(dir, "link")
			if err := os.Symlink(filepath.Join(dir, "f"), link); err != nil {
				t.Fatal(err)
			}
			untouched(t, filepath.Join(dir, "f"), func() {
				for _, args := range [][]string{nil, {"--overwrite"}} {
					write(t, link, args...).expect(t, 2, "^tcpshake: .*/link: Is a symbolic link, and links are not followed$")
				}
			})
		}},
		{"a file of another user", func(t *testing.T, _ *files) {
			path := filepath.Join(folder(t), "f")
			untouched(t, path, func() {
				if err := os.Chown(path, userID, groupID); err != nil {
					t.Fatal(err)
				}
				write(t, path, "--overwrite").expect(t, 2, "^tcpshake: .*/f: Belongs to another user, or has other names$")
			})
		}},
		{"a file with another name", func(t *testing.T, _ *files) {
			path := filepath.Join(folder(t), "f")
			untouched(t, path, func() {
				if err := os.Link(path, path+"2"); err != nil {
					t.Fatal(err)
				}
				write(t, path, "--overwrite").expect(t, 2, "^tcpshake: .*/f: Belongs to another user, or has other names$")
			})
		}},
		{"a folder", func(t *testing.T, _ *files) {
			write(t, folder(t)).expect(t, 2, ": Is a directory$")
			write(t, "..").expect(t, 2, "^tcpshake: ..: Is a directory$")
		}},
		{"a folder that is not there", func(t *testing.T, _ *files) {
			write(t, filepath.Join(folder(t), "no", "f")).expect(t, 2, "/no/f: No such file or directory$")
		}},
		{"a file system that is read only", func(t *testing.T, _ *files) {
			dir := tmpfs(t, 64<<10)
			if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
				t.Skip(err)
			}
			write(t, filepath.Join(dir, "f")).expect(t, 2, "/f: Read-only file system$")
		}},
		{"a device", func(t *testing.T, _ *files) {
			write(t, "/dev/null").expect(t, 0)
			write(t, "/dev/full").expect(t, 2, "^tcpshake: /dev/full: No space left on device")
		}},
		{"a name with ..", func(t *testing.T, f *files) {
			dir := folder(t)
			if err := os.Mkdir(filepath.Join(dir, "below"), 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, dir+"/below/../f").expect(t, 0)
			f.readable(t, filepath.Join(dir, "f"), packetsWritten)
		}},
		{"a pipe with a name", namedPipe},
	}
}

// packetsWritten is how many packets write writes.
const packetsWritten = 2

// write writes packets to a file.
func write(t *testing.T, path string, args ...string) result {
	t.Helper()
	capture := filepath.Join(module, "testdata/captures/refused.pcap")
	return launch{args: append([]string{"-r", capture, "-w", path}, args...)}.run(t)
}

// untouched makes a file and demands that it is the same after f.
func untouched(t *testing.T, path string, f func()) {
	t.Helper()
	const precious = "precious"
	if err := os.WriteFile(path, []byte(precious), 0o644); err != nil {
		t.Fatal(err)
	}
	f()
	if text, err := os.ReadFile(path); err != nil || string(text) != precious {
		t.Errorf("it holds %q (%v) now", text, err)
	}
}

// namedPipe has a reader that gets the whole capture.
func namedPipe(t *testing.T, f *files) {
	dir := folder(t)
	pipe := filepath.Join(dir, "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan []byte, 1)
	go func() {
		var all bytes.Buffer
		if in, err := os.Open(pipe); err == nil {
			io.Copy(&all, in)
			in.Close()
		}
		read <- all.Bytes()
	}()
	write(t, pipe).expect(t, 0)
	path := filepath.Join(dir, "read.pcap")
	if err := os.WriteFile(path, <-read, 0o600); err != nil {
		t.Fatal(err)
	}
	f.readable(t, path, packetsWritten)
}

// losses are what is lost while it is written to.
func losses() []fault {
	return []fault{
		{"the folder removed before the next file", folderRemoved},
		{"the file removed", fileRemoved},
		{"the device fails", deviceFails},
	}
}

func folderRemoved(t *testing.T, _ *files) {
	dir := filepath.Join(folder(t), "d")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "127.0.0.1:0")
	p := launch{args: []string{"-Z", "root", "-w", filepath.Join(dir, "f"), "-C", "1", s.port()}}.capture(t)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	s.converse(2 << 20)
	p.wait().expect(t, 2, "^tcpshake: .*/d/f1: No such file or directory$", "^[0-9]+ packets? captured$")
}

// fileRemoved is no fault: who has it open reads on.
func fileRemoved(t *testing.T, f *files) {
	dir := folder(t)
	path := filepath.Join(dir, "f")
	s := serve(t, "127.0.0.1:0")
	p := launch{args: []string{"-U", "-w", path, s.port()}}.capture(t)
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.converse(10)
	r := p.stop()
	r.expect(t, 0)
	copied := filepath.Join(dir, "copy")
	all, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, all, 0o600); err != nil {
		t.Fatal(err)
	}
	f.readable(t, copied, r.number(t, `^(\d+) packets? captured$`))
}

// deviceFails takes the disk away while the capture goes on.
func deviceFails(t *testing.T, _ *files) {
	dir := ext4(t, 4<<20)
	s := serve(t, "127.0.0.1:0")
	p := launch{args: []string{"-w", filepath.Join(dir, "f"), s.port()}}.capture(t)
	root, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	// EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (fs/ext4/ext4.h).
	const shutdown, flags = 0x8004587d, 2
	err = unix.IoctlSetPointerInt(int(root.Fd()), shutdown, flags)
	root.Close()
	if err != nil {
		t.Skipf("this kernel cannot shut a file system down: %v", err)
	}
	traffic := s.begin(1)
	r := p.wait()
	traffic.stop()
	r.expect(t, 2, "^tcpshake: .*/f: (Input/output error|Read-only file system); the file holds ")
	if strings.Count(r.stderr, "Input/output error") > 1 {
		t.Errorf("said twice:\n%s", r.stderr)
	}
}
