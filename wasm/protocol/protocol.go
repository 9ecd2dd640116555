package protocol

import (
	"raftlab/lab"
	"raftlab/lab/face"
)

// Version is raised whenever a message changes its meaning. Both halves refuse another version.
const Version = 4

// Ready is the engine's first message.
type Ready struct {
	V    int    `json:"v"`
	Kind string `json:"kind"`
}

// NewReady makes a Ready.
func NewReady() Ready { return Ready{Version, "ready"} }

// WorkerOrder asks the page to start ("spawn") or end ("terminate") a server's worker. Own says that
// the worker is to run the learner's program. Otherwise it runs a server of that protocol.
type WorkerOrder struct {
	V        int    `json:"v"`
	Kind     string `json:"kind"`
	Server   int    `json:"server"`
	Own      bool   `json:"own"`
	Protocol string `json:"protocol"`
}

// Progress says how far a request is that takes long: the event that it has reached, and the last, 0 if that is not
// known.
type Progress struct {
	V    int    `json:"v"`
	Kind string `json:"kind"`
	Done uint64 `json:"done"`
	Of   uint64 `json:"of"`
}

// NewProgress makes a Progress.
func NewProgress(done, of uint64) Progress { return Progress{Version, "progress", done, of} }

// GiveUp is the whole message with which the page ends a request that takes long. It has no answer of its own: the
// request has one, a Failure.
const GiveUp = `{"v":4,"kind":"give-up"}`

// Failure answers a request that failed. Lacks says that this engine does not know the wanted protocol or scenario: an
// engine with more protocols may.
type Failure struct {
	V       int    `json:"v"`
	Kind    string `json:"kind"`
	ID      int    `json:"id"`
	Message string `json:"message"`
	Lacks   bool   `json:"lacks"`
}

// NewFailure makes a Failure.
func NewFailure(id int, err error) Failure {
	return Failure{V: Version, Kind: "error", ID: id, Message: err.Error()}
}

// Catalogue lists everything that can be started, in catalogue.json. The page fetches it beside the engine's program,
// which may have fewer protocols.
type Catalogue struct {
	Protocols []ProtocolInfo `json:"protocols"`
	Scenarios []ScenarioInfo `json:"scenarios"`
	Rules     []RulesInfo    `json:"rules"`
	Verbs     []VerbInfo     `json:"verbs"`
}

// ProtocolInfo names one protocol. The first one of the catalogue is the default.
type ProtocolInfo struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// VerbInfo is a verb of the scenario language. Usage shows its arguments, one form a line.
type VerbInfo struct {
	// Protocol is the id of the verb's protocol, "" for a verb of every world.
	Protocol string `json:"protocol"`
	Name     string `json:"name"`
	Topic    string `json:"topic"`
	Usage    string `json:"usage"`
	Help     string `json:"help"`
	Setup    bool   `json:"setup"`
}

// ScenarioInfo names one scenario; Story is its opening comment, and Breaks the name of the property that it breaks, ""
// for none.
type ScenarioInfo struct {
	Protocol string `json:"protocol"`
	ID       string `json:"id"`
	Subject  string `json:"subject"`
	Title    string `json:"title"`
	Story    string `json:"story"`
	Breaks   string `json:"breaks"`
	// Lacks are wrong rules with which it fails, and Compare is a story that lacks what it shows; "" for none.
	Lacks   string `json:"lacks"`
	Compare string `json:"compare"`
}

// RulesInfo names one set of rules.
type RulesInfo struct {
	Protocol string `json:"protocol"`
	ID       string `json:"id"`
	Title    string `json:"title"`
	Wrong    string `json:"wrong"`
	// Story is the scenario for which these rules are made, "" for rules that are good to try anywhere.
	Story string `json:"story"`
}

// Frame is the whole world at one moment, and the trace lines since the previous frame. First is the earliest event
// that can still be shown: of a long run the beginning is forgotten.
type Frame struct {
	V          int             `json:"v"`
	Kind       string          `json:"kind"`
	ID         int             `json:"id"`
	Now        int64           `json:"now"`
	Event      uint64          `json:"event"`
	Past       bool            `json:"past"`
	Last       uint64          `json:"last"`
	First      uint64          `json:"first"`
	Branch     int             `json:"branch"`
	Protocol   string          `json:"protocol"`
	Branches   []BranchView    `json:"branches"`
	Seed       string          `json:"seed"`
	Rules      string          `json:"rules"`
	Own        []int           `json:"own"`
	Scenario   string          `json:"scenario"`
	Title      string          `json:"title"`
	Story      string          `json:"story"`
	Status     string          `json:"status"`
	Failure    string          `json:"failure"`
	Causes     []string        `json:"causes"`
	Hash       string          `json:"hash"`
	Telling    bool            `json:"telling"`
	Manual     bool            `json:"manual"`
	Servers    []ServerView    `json:"servers"`
	Changes    []ChangeView    `json:"changes"`
	Messages   []MessageView   `json:"messages"`
	Cuts       [][2]int        `json:"cuts"`
	Holds      [][2]int        `json:"holds"`
	Flaky      []FlakyView     `json:"flaky"`
	Clients    []ClientView    `json:"clients"`
	Carried    []CarriedView   `json:"carried"`
	Checks     []CheckView     `json:"checks"`
	Operations []OperationView `json:"operations"`
	Dials      Dials           `json:"dials"`
	// Puzzle is how far a puzzle is: open, spent, reached or missed; "" for any other run. Budget is what is left of
	// its budget.
	Puzzle  string          `json:"puzzle"`
	Budget  []AllowanceView `json:"budget"`
	Nemesis string          `json:"nemesis"`
	Writers string          `json:"writers"`
	// BetweenFaults is the mean time between random faults, 0 without random faults.
	BetweenFaults int64 `json:"betweenFaults"`
	// Part is the protocol's own part about the run, under the protocol's name.
	Part   face.Part
	Calls  []CallView `json:"calls"`
	Header []string   `json:"header"`
	From   uint64     `json:"from"`
	Lines  []string   `json:"lines"`
}

// AllowanceView is a part of a budget: Left of Of commands with one of the verbs, or any number if Of is 0.
type AllowanceView struct {
	Verbs []string `json:"verbs"`
	Of    int      `json:"of"`
	Left  int      `json:"left"`
}

// BranchView is one branch: a run that began with an action in the past of another.
type BranchView struct {
	ID     int    `json:"id"`
	Parent int    `json:"parent"`
	At     uint64 `json:"at"`
	Last   uint64 `json:"last"`
	Status string `json:"status"`
}

// CallView is one call of a rule of the learner's program. Values is what it saw, as grader/visit notes it.
type CallView struct {
	Event  uint64 `json:"event"`
	Server int    `json:"server"`
	Rule   string `json:"rule"`
	Lines  []int  `json:"lines"`
	Values string `json:"values"`
}

// ExplainReply says why an event happened, and which events it caused.
type ExplainReply struct {
	V        int        `json:"v"`
	Kind     string     `json:"kind"`
	ID       int        `json:"id"`
	Event    uint64     `json:"event"`
	Causes   []uint64   `json:"causes"`
	Effects  []uint64   `json:"effects"`
	Sentence string     `json:"sentence"`
	Code     string     `json:"code"`
	Args     []lab.Arg  `json:"args"`
	Place    string     `json:"place"`
	Calls    []CallView `json:"calls"`
}

// JudgeReply says whether the clients' history is linearizable up to the shown moment.
type JudgeReply struct {
	V          int       `json:"v"`
	Kind       string    `json:"kind"`
	ID         int       `json:"id"`
	Outcome    string    `json:"outcome"`
	Operations int       `json:"operations"`
	Sentence   string    `json:"sentence"`
	Code       string    `json:"code"`
	Args       []lab.Arg `json:"args"`
	// Culprits are the ids of the operations that no order explains together.
	Culprits []int `json:"culprits"`
}

// ServerView is one server after its last step.
type ServerView struct {
	ID     int  `json:"id"`
	Up     bool `json:"up"`
	Paused bool `json:"paused"`
	Saving bool `json:"saving"`
	// SaveStep is where the save of a snapshot is: "before-rename", "before-cut", or "" for none.
	SaveStep     string `json:"saveStep"`
	SkewPermille int    `json:"skewPermille"`
	DiskLatency  int64  `json:"diskLatency"`
	// Badge, Level, Rows and Data are for any picture of a server: see face.Server.
	Badge string      `json:"badge"`
	Level uint64      `json:"level"`
	Rows  [][2]string `json:"rows"`
	Data  [][2]string `json:"data"`
	// Part is the protocol's own part, under the protocol's name.
	Part face.Part
}

// ChangeView is a server's last step that changed the server.
type ChangeView struct {
	Server int        `json:"server"`
	Event  uint64     `json:"event"`
	Before ServerView `json:"before"`
}

// MessageView is a message in flight.
type MessageView struct {
	ID    uint64 `json:"id"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Kind  string `json:"kind"`
	Label string `json:"label"`
	// Fields is nil where the label says enough.
	Fields   *string `json:"fields"`
	Level    uint64  `json:"level"`
	Good     bool    `json:"good"`
	SentAt   int64   `json:"sentAt"`
	ArriveAt int64   `json:"arriveAt"`
	Held     bool    `json:"held"`
}

// FlakyView is a link that loses a share of its messages.
type FlakyView struct {
	From         int `json:"from"`
	To           int `json:"to"`
	LossPermille int `json:"lossPermille"`
}

// ClientView is a client that has asked something, or whose links have a fault.
type ClientView struct {
	ID     int              `json:"id"`
	Server int              `json:"server"`
	Links  []ClientLinkView `json:"links"`
}

// ClientLinkView is one direction of a client's link to a server, with its faults.
type ClientLinkView struct {
	Server       int   `json:"server"`
	Answers      bool  `json:"answers"`
	Cut          bool  `json:"cut"`
	Held         bool  `json:"held"`
	LossPermille int   `json:"lossPermille"`
	Latency      int64 `json:"latency"`
}

// CarriedView is a request or an answer on a client's link.
type CarriedView struct {
	Request  uint64 `json:"request"`
	Client   int    `json:"client"`
	Server   int    `json:"server"`
	Answer   bool   `json:"answer"`
	Text     string `json:"text"`
	SentAt   int64  `json:"sentAt"`
	ArriveAt int64  `json:"arriveAt"`
	Held     bool   `json:"held"`
	Lost     bool   `json:"lost"`
}

// CheckView is a property: those that every step is judged by, and any other that broke.
type CheckView struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Section  string    `json:"section"`
	OK       bool      `json:"ok"`
	Sentence string    `json:"sentence"`
	Code     string    `json:"code"`
	Args     []lab.Arg `json:"args"`
}

// OperationView is one client operation of the history.
type OperationView struct {
	ID         int    `json:"id"`
	Client     int    `json:"client"`
	Text       string `json:"text"`
	Path       []int  `json:"path"`
	InvokedAt  int64  `json:"invokedAt"`
	ReturnedAt int64  `json:"returnedAt"`
	Outcome    string `json:"outcome"`
	Result     string `json:"result"`
}

// Dials are the present settings of network and disk.
type Dials struct {
	Latency           int64 `json:"latency"`
	Jitter            int64 `json:"jitter"`
	LossPermille      int   `json:"lossPermille"`
	DuplicatePermille int   `json:"duplicatePermille"`
	ReorderPermille   int   `json:"reorderPermille"`
	Reorder           int64 `json:"reorder"`
	DiskLatency       int64 `json:"diskLatency"`
	TornPermille      int   `json:"tornPermille"`
}
