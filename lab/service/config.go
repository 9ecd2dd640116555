package service

import (
	"fmt"

	"raftlab/raft/wire"
)

// Config is a server's configuration, in a form that can travel to another process. The host reads it; Part is for
// the protocol.
type Config struct {
	// Protocol is the id of the server's protocol.
	Protocol string
	// Own is true if the server follows somebody's own code.
	Own  bool
	Part []byte
}

const configVersion = 2

// Encode returns the configuration's bytes.
func (c Config) Encode() []byte {
	b := []byte{configVersion}
	b = wire.AppendBytes(b, []byte(c.Protocol))
	b = wire.AppendBool(b, c.Own)
	return wire.AppendBytes(b, c.Part)
}

// DecodeConfig decodes the output of Encode.
func DecodeConfig(b []byte) (Config, error) {
	r := wire.NewReader(b)
	if v := r.Byte(); r.Err() == nil && v != configVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, configVersion, wire.ErrVersion))
	}
	c := Config{Protocol: string(r.Bytes()), Own: r.Bool(), Part: r.Bytes()}
	if err := r.End(); err != nil {
		return Config{}, fmt.Errorf("decode server configuration: %w", err)
	}
	return c, nil
}
