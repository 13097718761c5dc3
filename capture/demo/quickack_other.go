//go:build !linux

package demo

import "net"

// acknowledgeAtOnce does nothing: only Linux needs and can be told to.
func acknowledgeAtOnce(*net.TCPConn) {}
