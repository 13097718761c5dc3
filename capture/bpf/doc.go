// Package bpf holds classic BPF programs: it runs them and prints them as
// tcpdump -d does. It does not compile them, which is libpcap's work.
package bpf
