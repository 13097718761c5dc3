package system

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"tcpshake/testdata/soak"
)

// fault is one thing that goes wrong with what is written.
type fault struct {
	name string
	run  func(*testing.T, *files)
}

// TestSoakDisk has everything go wrong with the files of -w that a system can do to
// them. Each time the message counts the packets in the file, and all programs
// that read such files agree.
func TestSoakDisk(t *testing.T) {
	program(t)
	var f files
	passed := 0
	faults := append(append(fullDisks(), limits()...), refusals()...)
	for _, fault := range append(faults, losses()...) {
		if t.Run(fault.name, func(t *testing.T) { fault.run(t, &f) }) {
			passed++
		}
	}
	soak.Figure(t, "disk faults passed", strconv.Itoa(passed)+"-of-"+strconv.Itoa(len(faults)+len(losses())), "faults")
	soak.Figure(t, "files readable after them", f.read, "files")
}

// tmpfs mounts a file system of a size in bytes.
func tmpfs(t testing.TB, size int) string {
	t.Helper()
	dir := folder(t)
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "mode=755,size="+strconv.Itoa(size)); err != nil {
		t.Skipf("no tmpfs: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// ext4 makes a file system of a size in bytes in a file and mounts it: one that
// finds room for data later than it takes them.
func ext4(t testing.TB, size int64) string {
	t.Helper()
	image := filepath.Join(folder(t), "image")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, size); err != nil {
		t.Fatal(err)
	}
	command(t, "mkfs.ext4", "-q", "-F", image)
	dir := folder(t)
	need(t, "mount", "umount")
	command(t, "mount", "-o", "loop", image, dir)
	t.Cleanup(func() { command(t, "umount", dir) })
	return dir
}

// holds is the part of a message that says what is in a file.
const holds = `; the file holds (\d+) whole packets?$`

// fullDisks are disks without room.
func fullDisks() []fault {
	full := func(t *testing.T, f *files, dir string, args ...string) {
		path := filepath.Join(dir, "f.pcap")
		args = append([]string{"-r", recording(t, 4000), "-w", path}, args...)
		r := launch{args: args}.run(t)
		r.expect(t, 2, "^tcpshake: .*/f.pcap: No space left on device"+holds)
		n := r.number(t, holds)
		if n < 100 {
			t.Errorf("only %d packets found room", n)
		}
		f.readable(t, path, n)
	}
	return []fault{
		{"tmpfs full", func(t *testing.T, f *files) { full(t, f, tmpfs(t, 64<<10)) }},
		{"tmpfs full, -U", func(t *testing.T, f *files) { full(t, f, tmpfs(t, 64<<10), "-U") }},
		{"ext4 full", func(t *testing.T, f *files) { full(t, f, ext4(t, 1<<20)) }},
		{"ext4 full, -U", func(t *testing.T, f *files) { full(t, f, ext4(t, 1<<20), "-U") }},
		{"full at rotation", fullAtRotation},
		{"full in a ring of files", fullInRing},
		{"no room for a header", noRoomForHeader},
		{"full while capturing, freed later", fullThenFreed},
	}
}

// fullAtRotation has room for two files and a half.
func fullAtRotation(t *testing.T, f *files) {
	dir := tmpfs(t, 2500<<10)
	path := filepath.Join(dir, "f")
	r := launch{args: []string{"-r", recording(t, 5000), "-w", path, "-C", "1"}}.run(t)
	r.expect(t, 2, "^tcpshake: .*/f2: No space left on device"+holds)
	f.readable(t, path+"2", r.number(t, holds))
	for _, whole := range []string{path, path + "1"} {
		if n := count(t, whole); n < 5000 {
			t.Errorf("%s holds %d packets only", whole, n)
		}
		f.read++
	}
}

// fullInRing goes round in files of which not all find room.
func fullInRing(t *testing.T, f *files) {
	dir := tmpfs(t, 1500<<10)
	path := filepath.Join(dir, "f")
	r := launch{args: []string{"-r", recording(t, 5000), "-w", path, "-C", "1", "-W", "2"}}.run(t)
	r.expect(t, 2, "^tcpshake: .*/f1: No space left on device"+holds)
	f.readable(t, path+"1", r.number(t, holds))
}

func noRoomForHeader(t *testing.T, f *files) {
	dir := tmpfs(t, 64<<10)
	if err := os.WriteFile(filepath.Join(dir, "all"), make([]byte, 64<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	launch{args: []string{"-r", recording(t, 1), "-w", filepath.Join(dir, "f")}}.run(t).
		expect(t, 2, "^tcpshake: .*/f: No space left on device")
	if info, err := os.Stat(filepath.Join(dir, "f")); err == nil && info.Size() > 0 {
		t.Errorf("%d bytes of a header are left", info.Size())
	}
}

// fullThenFreed ends a live capture with the disk that is full; when there is room
// again nothing is written behind the gap.
func fullThenFreed(t *testing.T, f *files) {
	dir := tmpfs(t, 128<<10)
	path, other := filepath.Join(dir, "f"), filepath.Join(dir, "other")
	if err := os.WriteFile(other, make([]byte, 64<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "127.0.0.1:0")
	p := launch{args: []string{"-w", path, s.port()}}.capture(t)
	traffic := s.begin(2)
	p.awaitText(p.errPath, "No space left")
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	r := p.wait()
	traffic.stop()
	r.expect(t, 2, "^tcpshake: .*/f: No space left on device"+holds)
	f.readable(t, path, r.number(t, holds))
}

// limits are those of the process.
func limits() []fault {
	return []fault{
		{"file size limit", func(t *testing.T, f *files) {
			need(t, "prlimit")
			path := filepath.Join(folder(t), "f")
			r := launch{
				through: []string{"prlimit", "--fsize=8192"},
				args:    []string{"-r", recording(t, 100), "-w", path},
			}.run(t)
			r.expect(t, 2, "^tcpshake: .*/f: File too large"+holds)
			f.readable(t, path, r.number(t, holds))
		}},
		{"open files limit", manyFilesFewOpen},
		{"too few open files", func(t *testing.T, _ *files) {
			need(t, "prlimit")
			launch{
				through: []string{"prlimit", "--nofile=4:4"},
				args:    []string{"-i", "lo", "-w", filepath.Join(folder(t), "f")},
			}.run(t).expect(t, 2, "^tcpshake: .*(T|t)oo many open files")
		}},
	}
}

// manyFilesFewOpen writes more files than may be open: none is left open.
func manyFilesFewOpen(t *testing.T, f *files) {
	need(t, "prlimit")
	path, all := filepath.Join(folder(t), "f"), recording(t, 7000)
	launch{
		through: []string{"prlimit", "--nofile=12:12"},
		args:    []string{"-r", all, "-w", path, "-C", "1"},
	}.run(t).expect(t, 0)
	made, err := filepath.Glob(path + "*")
	if err != nil || len(made) < 6 {
		t.Fatalf("%d files, %v", len(made), err)
	}
	sum := 0
	for _, name := range made {
		sum += match(t, program(t), `(?m)^(\d+) packets?$`, "--count", "-r", name)
	}
	f.readable(t, all, sum)
}
