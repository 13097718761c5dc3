module tcpshake

go 1.25.0

require (
	github.com/fatih/color v1.19.0
	github.com/google/gopacket v1.1.19
	github.com/spf13/pflag v1.0.10
	golang.org/x/sys v0.43.0
	golang.org/x/term v0.42.0
	kernel.org/pub/linux/libs/security/libcap/psx v1.2.78
)

require (
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
)

// Tests only.
require (
	github.com/google/go-cmp v0.7.0
	github.com/rogpeppe/go-internal v1.16.0
	golang.org/x/tools v0.26.0 // indirect
)
