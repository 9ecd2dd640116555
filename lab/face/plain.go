package face

// Plain is embedded by a face that shows no more than every picture can draw.
type Plain struct{}

// Trim keeps the whole view: it has no part of the protocol's own.
func (Plain) Trim(s Server) Server { return s }

// Run has no part of the protocol's own.
func (Plain) Run() Part { return Part{} }

// Explain knows no reason: what happened, the line says.
func (Plain) Explain(Step) Reason { return Reason{} }
