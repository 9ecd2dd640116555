package face

// Plain is embedded by a face without a part of the protocol's own.
type Plain struct{}

// Trim keeps the whole view.
func (Plain) Trim(s Server) Server { return s }

// Run has no part of the protocol's own.
func (Plain) Run() Part { return Part{} }

// Explain knows no reason: the line itself says what happened.
func (Plain) Explain(Step) Reason { return Reason{} }
