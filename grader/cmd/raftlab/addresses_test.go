package main

import (
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnnounce(t *testing.T) {
	list := []interfaceAddress{
		{"lo", net.ParseIP("127.0.0.1")}, {"lo", net.ParseIP("::1")},
		{"eth0", net.ParseIP("192.168.1.7")}, {"eth0", net.ParseIP("fe80::1")},
		{"wlan0", net.ParseIP("10.0.0.3")}, {"wlan0", net.ParseIP("2001:db8::3")},
	}
	said := func(listens string) string {
		var out strings.Builder
		announce(&out, &net.TCPAddr{IP: net.ParseIP(listens), Port: 8080}, list)
		return out.String()
	}
	assert.Equal(t, "Raft Lab is at http://127.0.0.1:8080/\n", said("127.0.0.1"), "nobody else reaches it")

	const eth, wlan = "  for other machines: http://192.168.1.7:8080/ (eth0)\n",
		"  for other machines: http://10.0.0.3:8080/ (wlan0)\n"
	assert.Equal(t, "Raft Lab is at http://127.0.0.1:8080/\n"+eth+wlan+notFromElsewhere+"\n", said("0.0.0.0"))
	assert.Equal(t, "Raft Lab is at http://192.168.1.7:8080/\n"+eth+notFromElsewhere+"\n", said("192.168.1.7"),
		"only the interface that listens")
	assert.Equal(t, "Raft Lab is at http://127.0.0.1:8080/\n"+eth+wlan+
		"  for other machines: http://[2001:db8::3]:8080/ (wlan0)\n"+notFromElsewhere+"\n", said("::"),
		"a socket of all IPv6 addresses takes IPv4, too")
}

func TestThisMachineHasAddresses(t *testing.T) {
	list, err := interfaceAddresses()
	require.NoError(t, err)
	for _, one := range list {
		assert.NotEmpty(t, one.name)
		assert.NotNil(t, one.ip.To16())
	}
	assert.NotEmpty(t, list, "loopback at least")
}
