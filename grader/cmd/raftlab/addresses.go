package main

import (
	"fmt"
	"io"
	"net"
	"strconv"
)

// interfaceAddress is an address of this machine, and the interface that has it.
type interfaceAddress struct {
	name string
	ip   net.IP
}

// interfaceAddresses are this machine's addresses that other machines can reach. Loopback is not among them, and
// neither is a link-local address of IPv6: no browser opens an address with a zone.
func interfaceAddresses() ([]interfaceAddress, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var list []interfaceAddress
	for _, one := range interfaces {
		addresses, err := one.Addrs()
		if err != nil || one.Flags&net.FlagUp == 0 {
			continue // it went away meanwhile, or is switched off
		}
		for _, address := range addresses {
			if in, ok := address.(*net.IPNet); ok {
				list = append(list, interfaceAddress{one.Name, in.IP})
			}
		}
	}
	return list, nil
}

// notFromElsewhere says what a browser keeps from pages that are neither HTTPS nor of its own machine.
const notFromElsewhere = `There, over plain HTTP, a browser leaves out:
  - work without the network: no copy of the site is kept
  - a kept compiler: it may be fetched again, about 12 MB, when an exercise is opened
  - buttons that copy a link, and the hash of a trace as the page computes it
All else works. Behind a server with HTTPS nothing is missing.`

// announce prints where the lab is: one line for this machine, and one for each address under which others reach it.
func announce(out io.Writer, tcp *net.TCPAddr, list []interfaceAddress) {
	fmt.Fprintf(out, "Raft Lab is at %s\n", siteURL(tcp))
	if tcp.IP.IsLoopback() {
		return
	}
	for _, one := range fromElsewhere(tcp, list) {
		fmt.Fprintf(out, "  for other machines: http://%s/ (%s)\n", one.at(tcp), one.name)
	}
	fmt.Fprintln(out, notFromElsewhere)
}

// fromElsewhere are those of this machine's addresses under which other machines reach what listens.
func fromElsewhere(tcp *net.TCPAddr, list []interfaceAddress) []interfaceAddress {
	var reached []interfaceAddress
	everywhere, wantsV4 := tcp.IP.IsUnspecified(), tcp.IP.To4() != nil
	for _, one := range list {
		isV4 := one.ip.To4() != nil
		listens := one.ip.Equal(tcp.IP) || everywhere && (isV4 || !wantsV4)
		if listens && !one.ip.IsLoopback() && !one.ip.IsLinkLocalUnicast() {
			reached = append(reached, one)
		}
	}
	return reached
}

// at is the address with a port.
func (i interfaceAddress) at(tcp *net.TCPAddr) string {
	return net.JoinHostPort(i.ip.String(), strconv.Itoa(tcp.Port))
}
