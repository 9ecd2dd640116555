package pages

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"raftlab/lab/sketch"
)

// Picture is a run as lines and words: time goes to the right, and each server has a lane in the colour of its term.
// All numbers are whole, so that equal runs give equal pictures.
type Picture struct {
	Width, Height int
	// Text says to those who do not see it what there is to see.
	Text   string
	Lanes  []Stroke
	Ways   []Stroke
	Lost   []Point
	Shapes []Shape
	Names  []Label
	Labels []Label
	// Broken is where a property breaks, nil in a run that is only too long.
	Broken *Broken
}

// Stroke is a line with the classes of its look.
type Stroke struct {
	X1, Y1, X2, Y2 int
	Class          string
}

// Point is a place.
type Point struct{ X, Y int }

// Shape is a mark on a lane.
type Shape struct {
	X, Y  int
	Class string
	// Path is its outline, around 0,0.
	Path string
}

// Label is text. Anchor is SVG's.
type Label struct {
	X, Y                int
	Anchor, Class, Text string
}

// Broken is the sign at a moment.
type Broken struct {
	X, Top, Bottom int
	At             Point
	Label          Label
}

const (
	// wideWidth is the width of a picture on a page, and narrowWidth on a phone.
	wideWidth   = 836
	narrowWidth = 364
	left        = 52
	top         = 34
	bottom      = 40
	// Moments are drawn one beside the other, as far apart as there is room, however much time lies between them: no
	// further than widestStep, and no closer than closestStep. So a long run has a picture of its end.
	closestStep = 26
	widestStep  = 150
)

var laneClasses = []string{"follows", "stands", "leads", "down"}

// The marks have the shapes of the lab's small pictures: a diamond stands, a hexagon leads, a cross is a crash.
var shapes = []Shape{
	{Class: "stands", Path: "M0-5.5L5.5 0L0 5.5L-5.5 0Z"},
	{Class: "leads", Path: "M5.2-3V3L0 6L-5.2 3V-3L0-6Z"},
	{Class: "crash", Path: "M-4-4L4 4M4-4L-4 4"},
	{Class: "restart", Path: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0"},
}

// termClass is the colour of a term. After sixteen they come again.
func termClass(term int) string {
	if term < 1 {
		return "t0"
	}
	return fmt.Sprintf("t%d", (term-1)%16+1)
}

// drawing places a run on paper.
type drawing struct {
	Picture
	run *run
	// right is where lanes end.
	right int
	// moments are those that are drawn, step apart.
	moments []int
	step    int
	gap     int
	taken   []rectangle
}

type rectangle struct{ x1, y1, x2, y2 int }

// draw is the picture of a run, nil for one in which there is nothing to see: no message, and nobody who stands, leads
// or crashes.
func draw(r *run, width int, text, broken string) *Picture {
	if r.servers == 0 || len(r.sketch.Ways) == 0 && len(r.sketch.Marks) < 2 {
		return nil
	}
	d := &drawing{run: r, gap: 46, right: width - 16}
	if r.servers > 3 {
		d.gap = 38
	}
	d.Width, d.Height, d.Text = width, top+(r.servers-1)*d.gap+bottom, text
	slices.SortStableFunc(r.sketch.Ways, func(a, b sketch.Way) int { return a.Begin - b.Begin })
	d.scale()
	d.lanes()
	d.ways()
	d.marks()
	d.broken(broken)
	d.labels()
	return &d.Picture
}

// scale chooses the moments.
func (d *drawing) scale() {
	for _, w := range d.run.sketch.Ways {
		d.moments = append(d.moments, w.Begin)
		if !w.Lost {
			d.moments = append(d.moments, w.End)
		}
	}
	for _, s := range d.run.steps {
		if len(s.deeds) > 0 || s.bad {
			d.moments = append(d.moments, s.at)
		}
	}
	slices.Sort(d.moments)
	d.moments = slices.Compact(d.moments)
	room := d.right - left - d.Width/9
	if most := room/closestStep + 1; len(d.moments) > most {
		d.moments = d.moments[len(d.moments)-most:]
		since := Label{X: 14, Y: d.Height - 10, Class: "light", Text: "from " + seconds(d.moments[0]) + " on"}
		d.taken, d.Labels = append(d.taken, around(since)), append(d.Labels, since)
	}
	d.step = min(widestStep, room/max(1, len(d.moments)-1))
}

// x is where a moment is drawn.
func (d *drawing) x(at int) int {
	i, found := slices.BinarySearch(d.moments, at)
	if !found {
		i--
	}
	if i < 0 {
		return left - 8
	}
	return left + i*d.step
}

func (d *drawing) y(server int) int { return top + (server-1)*d.gap }

// isShown reports whether a moment is within the part that is drawn.
func (d *drawing) isShown(at int) bool { return len(d.moments) > 0 && at >= d.moments[0] }

func (d *drawing) lanes() {
	for server := 1; server <= d.run.servers; server++ {
		d.Names = append(d.Names, Label{X: 14, Y: d.y(server) + 4, Text: fmt.Sprintf("S%d", server)})
		d.Lanes = append(d.Lanes, Stroke{X1: left - 8, Y1: d.y(server), X2: d.right, Y2: d.y(server), Class: "ground"})
	}
	for _, l := range d.run.sketch.Lanes {
		if l.Server < 1 || l.Server > d.run.servers {
			continue
		}
		x1, x2 := d.x(l.Begin), d.right
		if l.End >= 0 {
			x2 = d.x(l.End)
		}
		if x2 > x1 && (l.Level > 0 || l.What != sketch.Follows) {
			class := "lane " + laneClasses[l.What] + " " + termClass(l.Level)
			d.Lanes = append(d.Lanes, Stroke{X1: x1, Y1: d.y(l.Server), X2: x2, Y2: d.y(l.Server), Class: class})
		}
	}
}

func (d *drawing) ways() {
	for _, w := range d.run.sketch.Ways {
		if !d.isShown(w.Begin) || w.From < 1 || w.From > d.run.servers || w.To < 1 || w.To > d.run.servers {
			continue
		}
		s := Stroke{X1: d.x(w.Begin), Y1: d.y(w.From), X2: d.x(w.End), Y2: d.y(w.To)}
		s.Class = "way " + termClass(w.Level)
		if w.Lost {
			s.X2, s.Y2 = min(s.X1+max(8, d.step/3), d.right), (s.Y1+s.Y2)/2
			d.Lost = append(d.Lost, Point{s.X2, s.Y2})
		}
		d.Ways = append(d.Ways, s)
	}
}

func (d *drawing) marks() {
	for _, m := range d.run.sketch.Marks {
		if !d.isShown(m.At) || m.Server < 1 || m.Server > d.run.servers {
			continue
		}
		shape := shapes[m.Kind]
		shape.X, shape.Y, shape.Class = d.x(m.At), d.y(m.Server), shape.Class+" "+termClass(d.termAt(m.Server, m.At))
		d.Shapes = append(d.Shapes, shape)
	}
}

// termAt is the term in which a server is at a moment, after all that happened then.
func (d *drawing) termAt(server, at int) int {
	term := 0
	for _, l := range d.run.sketch.Lanes {
		if l.Server == server && l.Begin <= at {
			term = l.Level
		}
	}
	return term
}

// broken marks the moment at which the property breaks, on the server that acted last.
func (d *drawing) broken(text string) {
	last := 0
	for _, s := range d.run.steps {
		if !s.bad {
			if s.server > 0 {
				last = s.server
			}
			continue
		}
		x := d.x(s.at)
		d.Broken = &Broken{X: x, Top: top - 14, Bottom: d.Height - bottom + 14, At: Point{x + 16, d.y(max(1, last))}}
		label := Label{X: x, Y: d.Height - 10, Anchor: "middle", Class: "bad", Text: text}
		wide := widthOf(label)
		if x+wide/2 > d.Width-6 {
			label.X, label.Anchor = d.Width-8, "end"
		} else if x-wide/2 < 6 {
			label.X, label.Anchor = 8, "start"
		}
		d.Broken.Label = label
		at := d.Broken.At
		d.taken = append(d.taken, around(label), rectangle{at.X - 9, at.Y - 9, at.X + 9, at.Y + 7})
		return
	}
}

// labels writes what servers did, the weightiest first, wherever there is room.
func (d *drawing) labels() {
	for weight := turning; weight >= routine; weight-- {
		for _, s := range d.run.steps {
			if s.server > 0 && len(s.deeds) > 0 && s.deeds[0].weight == weight && d.isShown(s.at) {
				d.label(s)
			}
		}
	}
}

func (d *drawing) label(s step) {
	class := []string{"", "light", "", "strong"}[s.deeds[0].weight]
	x, y := d.x(s.at), d.y(s.server)
	best, fewest := -1, 0
	places := []Label{
		{X: x + 8, Y: y - 9, Anchor: "start"}, {X: x + 8, Y: y + 19, Anchor: "start"},
		{X: x - 8, Y: y - 9, Anchor: "end"}, {X: x - 8, Y: y + 19, Anchor: "end"},
	}
	for i := range places {
		places[i].Class, places[i].Text = class, s.deeds[0].text
		box := around(places[i])
		if box.x1 < left-10 || box.x2 > d.Width-4 || slices.ContainsFunc(d.taken, box.meets) {
			continue
		}
		crossed := 0
		for _, way := range d.Ways {
			crossed += boolean(box.isCrossed(way))
		}
		if best < 0 || crossed < fewest {
			best, fewest = i, crossed
		}
	}
	if best >= 0 {
		d.taken = append(d.taken, around(places[best]))
		d.Labels = append(d.Labels, places[best])
	}
}

// widthOf is about how wide a label is, in a font that nobody knows here.
func widthOf(l Label) int {
	tenths := 62
	if l.Class == "strong" || l.Class == "bad" {
		tenths = 69
	}
	return utf8.RuneCountInString(l.Text)*tenths/10 + 4
}

// around is the room that a label needs.
func around(l Label) rectangle {
	x, wide := l.X, widthOf(l)
	switch l.Anchor {
	case "end":
		x -= wide
	case "middle":
		x -= wide / 2
	}
	return rectangle{x, l.Y - 11, x + wide, l.Y + 3}
}

func (r rectangle) meets(other rectangle) bool {
	return r.x1 < other.x2 && other.x1 < r.x2 && r.y1 < other.y2 && other.y1 < r.y2
}

// isCrossed reports whether a way goes through the rectangle: whether its height above some column of it lies within.
func (r rectangle) isCrossed(way Stroke) bool {
	x1, y1, x2, y2 := way.X1, way.Y1, way.X2, way.Y2
	if x1 > x2 {
		x1, y1, x2, y2 = x2, y2, x1, y1
	}
	from, to := max(r.x1, x1), min(r.x2, x2)
	if from > to {
		return false
	}
	if x1 == x2 {
		return max(r.y1, min(y1, y2)) <= min(r.y2, max(y1, y2))
	}
	at := func(x int) int { return y1 + (y2-y1)*(x-x1)/(x2-x1) }
	a, b := at(from), at(to)
	return max(r.y1, min(a, b)) <= min(r.y2, max(a, b))
}
