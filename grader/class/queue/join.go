package queue

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"raftlab/lab/digest"
)

// NewCertificate makes a certificate for one server that runs now. Workers know it by its Pin, and by nothing else.
func NewCertificate(now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "raftlab class serve"},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.AddDate(0, 3, 0), DNSNames: []string{"raftlab"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// Pin is a certificate's hash, by which a worker knows it.
func Pin(certificate *tls.Certificate) string {
	sum := digest.Sum(certificate.Certificate[0])
	return digest.Hex(sum[:])
}

// Joining is how to reach a server.
type Joining struct {
	// URL is that of the server, such as tls://192.0.2.7:4222. Token is what it wants to know.
	URL, Token string
	// Pin is the hash of its certificate; "" believes those that this machine believes.
	Pin string
	// Name names this machine.
	Name string
	// Changed, if it is not nil, receives a line when the server goes away or comes back.
	Changed func(line string)
}

// ErrOtherCertificate is wrapped when a server has another certificate than the pinned one.
var ErrOtherCertificate = errors.New("the server has another certificate than the one that --pin names")

// Join connects to a server, and connects again whenever it was away.
func Join(j Joining) (*nats.Conn, error) {
	options := []nats.Option{
		nats.Name(j.Name), nats.MaxReconnects(-1), nats.ReconnectWait(again), nats.RetryOnFailedConnect(true),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { j.say("the server is away: %v", err) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { j.say("the queue: %v", err) }),
		nats.ReconnectHandler(func(*nats.Conn) { j.say("the server is back") }),
	}
	if j.Token != "" {
		options = append(options, nats.Token(j.Token))
	}
	if j.Pin != "" {
		config, err := pinned(j.Pin)
		if err != nil {
			return nil, err
		}
		options = append(options, nats.Secure(config))
	}
	connection, err := nats.Connect(j.URL, options...)
	if err != nil {
		return nil, fmt.Errorf("join %s: %w", j.URL, err)
	}
	return connection, nil
}

func (j Joining) say(format string, args ...any) {
	if j.Changed != nil {
		j.Changed(fmt.Sprintf(format, args...))
	}
}

// pinned believes one certificate.
func pinned(pin string) (*tls.Config, error) {
	want := strings.ToLower(pin)
	if bytes, err := hex.DecodeString(want); err != nil || len(bytes) != digest.Size {
		return nil, fmt.Errorf("--pin wants the %d hexadecimal digits that raftlab class serve prints, got %q",
			2*digest.Size, pin)
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		// The names in a certificate say nothing here, its hash says all.
		InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			sum := digest.Sum(state.PeerCertificates[0].Raw)
			if digest.Hex(sum[:]) != want {
				return ErrOtherCertificate
			}
			return nil
		},
	}, nil
}
