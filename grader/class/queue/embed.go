package queue

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Place is where an embedded server keeps its queue, and who may join it.
type Place struct {
	// Store is the folder of the queue. An earlier queue there is removed: a machine that lost power may have kept some
	// of its files and lost others, and nothing in it is needed (see Serve).
	Store string
	// Address is where other machines join, such as 0.0.0.0:4222; "" opens no port.
	Address string
	// Token is what they must know. Certificate is who we are; without one, everybody in between can read.
	Token       string
	Certificate *tls.Certificate
}

// Server is an embedded server.
type Server struct {
	server *server.Server
	place  Place
}

// ready is how long a server may take to come up. It takes some milliseconds.
const ready = 20 * time.Second

// ErrNoToken is the error of a place with an address and without a token.
var ErrNoToken = errors.New("whoever can reach the address could join: it needs a token")

// Embed starts a server in this process.
func Embed(place Place) (*Server, error) {
	options := &server.Options{
		ServerName: "raftlab", DontListen: place.Address == "", NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: place.Store, SyncAlways: true, MaxPayload: maxMessage,
	}
	if place.Address != "" {
		if place.Token == "" {
			return nil, ErrNoToken
		}
		host, port, err := net.SplitHostPort(place.Address)
		if err != nil {
			return nil, fmt.Errorf("the address to listen on: %w", err)
		}
		if options.Port, err = strconv.Atoi(port); err != nil {
			return nil, fmt.Errorf("the address to listen on: port %q is no number", port)
		}
		if options.Port == 0 {
			options.Port = server.RANDOM_PORT
		}
		options.Host, options.Authorization = host, place.Token
		if place.Certificate != nil {
			options.TLSConfig = &tls.Config{
				Certificates: []tls.Certificate{*place.Certificate}, MinVersion: tls.VersionTLS13,
			}
			options.TLSTimeout = 5
		}
	}
	if err := os.RemoveAll(filepath.Join(place.Store, server.JetStreamStoreDir)); err != nil {
		return nil, fmt.Errorf("empty the queue's folder: %w", err)
	}
	made, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("start the queue: %w", err)
	}
	made.Start()
	if !made.ReadyForConnections(ready) {
		made.Shutdown()
		return nil, errors.New("start the queue: it does not come up; is its address in use?")
	}
	return &Server{made, place}, nil
}

// Connect is a connection inside of this process.
func (s *Server) Connect() (*nats.Conn, error) {
	return nats.Connect("", nats.InProcessServer(s.server), nats.Token(s.place.Token), nats.Name("raftlab"))
}

// Address is where the server listens, nil if it does not.
func (s *Server) Address() *net.TCPAddr {
	if s.place.Address == "" {
		return nil
	}
	address, _ := s.server.Addr().(*net.TCPAddr)
	return address
}

// Close stops the server.
func (s *Server) Close() {
	s.server.Shutdown()
	s.server.WaitForShutdown()
}
