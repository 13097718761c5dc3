package savefile

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// something makes a thing of a kind at path.
type something func(t *testing.T, path string)

func regularFile(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func linkTo(target something) something {
	return func(t *testing.T, path string) {
		t.Helper()
		other := path + ".target"
		if target != nil {
			target(t, other)
		}
		if err := os.Symlink(other, path); err != nil {
			t.Fatal(err)
		}
	}
}

func hardLink(t *testing.T, path string) {
	t.Helper()
	regularFile(t, path+".other")
	if err := os.Link(path+".other", path); err != nil {
		t.Fatal(err)
	}
}

func directory(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func otherOwner(t *testing.T, path string) {
	t.Helper()
	regularFile(t, path)
	if err := os.Chown(path, 65533, 65533); err != nil {
		t.Skipf("a file cannot be given to another user: %v", err)
	}
}

func TestWhatIsThereIsNotHarmed(t *testing.T) {
	for _, c := range []struct {
		name      string
		there     something
		overwrite bool
		want      string // the error without the path; "" is none
	}{
		{"nothing", nil, false, ""},
		{"file", regularFile, false, "File exists"},
		{"file to be replaced", regularFile, true, ""},
		{"link", linkTo(regularFile), false, "Is a symbolic link, and links are not followed"},
		{"link to be replaced", linkTo(regularFile), true, "Is a symbolic link, and links are not followed"},
		{"link to nothing", linkTo(nil), false, "Is a symbolic link, and links are not followed"},
		{"directory", directory, true, "Is a directory"},
		{"file with another name", hardLink, true, "Belongs to another user, or has other names"},
		{"file of another user", otherOwner, true, "Belongs to another user, or has other names"},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := base(filepath.Join(t.TempDir(), "a.pcap"))
			opt.Overwrite = c.overwrite
			if c.there != nil {
				c.there(t, opt.Path)
			}
			f, err := Create(opt, nil)
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				checkNewFile(t, opt.Path)
				return
			}
			var open *OpenError
			if !errors.As(err, &open) || err.Error() != opt.Path+": "+c.want {
				t.Fatalf("error is %v", err)
			}
			checkPrecious(t, opt.Path, c.name == "link to nothing" || c.name == "directory")
		})
	}
}

func checkNewFile(t *testing.T, path string) {
	t.Helper()
	if got := readBack(t, path); len(got) != 0 {
		t.Errorf("%d records", len(got))
	}
}

func checkPrecious(t *testing.T, path string, none bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if none {
		if err == nil {
			t.Errorf("a file was made: %q", data)
		}
		return
	}
	if err != nil || string(data) != "precious" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}

func TestNewFilesAreForTheirOwnerOnly(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	opt := base(filepath.Join(t.TempDir(), "a.pcap"))
	if err := mustCreate(t, opt).Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(opt.Path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode is %v, %v", info.Mode(), err)
	}
}

func TestFilesAreGivenOnlyWhereTheOwnerCouldHaveMadeThem(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	const user = 65533
	for _, c := range []struct {
		name    string
		prepare func(dir string) error
		want    uint32
	}{
		{"directory of the user", func(dir string) error { return os.Chown(dir, user, user) }, user},
		{"directory for everybody", func(dir string) error { return os.Chmod(dir, 0o777) }, user},
		{"directory of root", func(dir string) error { return os.Chmod(dir, 0o755) }, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "100%")
			if err := errors.Join(os.Mkdir(dir, 0o700), c.prepare(dir)); err != nil {
				t.Fatal(err)
			}
			opt := base(filepath.Join(dir, "a.pcap"))
			opt.Owner = &Owner{UID: user, GID: user}
			// The same directory, as one that may change with the time.
			changing := opt
			changing.Path, changing.Period = filepath.Join(dir+"%", "b.pcap"), 3600
			for _, opt := range []Options{opt, changing} {
				if err := mustCreate(t, opt).Close(); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{"a.pcap", "b.pcap"} {
				info, err := os.Stat(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if got := info.Sys().(*syscall.Stat_t).Uid; got != c.want {
					t.Errorf("owner of %s is %d, not %d", name, got, c.want)
				}
			}
		})
	}
}

// TestFolder: the folder of the files to come is looked at before they are made.
func TestFolder(t *testing.T) {
	year := time.Now().Format("2006")
	for _, c := range []struct {
		opt  Options
		want string
	}{
		{Options{Path: "a/b.pcap"}, ""},
		{Options{Path: "-", Period: 1}, ""},
		{Options{Path: "a/b.pcap", MaxSize: 1}, "a"},
		{Options{Path: "a/%Y.pcap", Period: 1}, "a"},
		{Options{Path: "a/%Y/b.pcap", Period: 1}, "a/" + year},
		{Options{Path: "a/%Y/b.pcap", MaxSize: 1}, "a/%Y"},
	} {
		if got := c.opt.Folder(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.opt, got, c.want)
		}
	}
}

// TestDirectoryThatChanges makes a file in each, and uses the names of this run again.
func TestDirectoryThatChanges(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 12, 31, 23, 59, 59, 0, time.Local)
	for _, year := range []string{"2026", "2027"} {
		if err := os.Mkdir(filepath.Join(dir, year), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	opt := base(filepath.Join(dir, "%Y", "x.pcap"))
	opt.Period = 1
	f, err := create(opt, nil, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := f.Tick(); err != nil {
			t.Fatal(err)
		}
		mustWrite(t, f, frame(1e9, 60))
		at = at.Add(time.Second)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for year, want := range map[string]int{"2026": 1, "2027": 1} { // the second of 2027 replaced the first
		if got := len(readBack(t, filepath.Join(dir, year, "x.pcap"))); got != want {
			t.Errorf("%s: %d packets, want %d", year, got, want)
		}
	}
}

func TestMissingDirectory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no", "a.pcap")
	_, err := Create(base(path), nil)
	if err == nil || err.Error() != path+": No such file or directory" {
		t.Errorf("error is %v", err)
	}
}

func TestDevicesAndPipesAreWritten(t *testing.T) {
	if err := mustCreate(t, base(os.DevNull)).Close(); err != nil {
		t.Error(err)
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skipf("no named pipe here: %v", err)
	}
	got := make(chan int)
	go func() {
		data, err := os.ReadFile(pipe)
		if err != nil {
			t.Error(err)
		}
		got <- len(data)
	}()
	f := mustCreate(t, base(pipe))
	mustWrite(t, f, frame(1e9, 60))
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if n := <-got; n != 24+16+60 {
		t.Errorf("%d bytes came through the pipe", n)
	}
}

func TestEscapesInNamesAreNotShown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no\x1b[2J", "a.pcap")
	_, err := Create(base(path), nil)
	if err == nil || filepath.Base(filepath.Dir(path)) != "no\x1b[2J" {
		t.Fatal(err)
	}
	for _, b := range []byte(err.Error()) {
		if b < ' ' {
			t.Errorf("%q has control bytes", err)
		}
	}
}
