// Package system holds tests of the whole program against what a system does to
// it: disks that fill up, signals, interfaces that go away, users without rights,
// names that play tricks on terminals, loads. It has no code besides the tests;
// they are for Linux and mostly need root, and take place in a network and a
// mount namespace of their own.
package system
