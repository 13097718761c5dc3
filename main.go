// Tcpshake shows what two TCP endpoints did to each other.
package main

func main() {}
