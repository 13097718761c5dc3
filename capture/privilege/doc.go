// Package privilege gives up root's rights once they are not needed any more:
// what comes from a network is not looked at as root. It does not ask for
// rights. A program that was given capabilities by its file (setcap) and not by
// root keeps them: they belong to each thread, and Go cannot change all of them.
package privilege
