package pages

import (
	"fmt"
	"slices"
)

// Histogram is how many students have how many points.
type Histogram struct {
	Width, Height int
	Base          int
	Bars          []histogramBar
	// Note says who is counted, Text the same to those who do not see the picture, and Unit is under the axis.
	Note, Text, Unit string
}

type histogramBar struct {
	X, Y, Width, Height, Middle int
	Count                       int
	Label                       string
	IsFull                      bool
}

const (
	histogramWidth  = 440
	histogramHeight = 160
	histogramTop    = 24
	histogramBase   = 122
	// binsMax is how many bars there are at most, and rangesMax if each has several numbers of points: their labels are
	// longer.
	binsMax   = 13
	rangesMax = 8
)

// histogramOf counts those who handed in, and of whom everything is judged. It is nil if there is nobody, or nothing is
// worth a point.
func histogramOf(l *list) *Histogram {
	var points []int
	of, leftOut := 0, 0
	for _, s := range l.students {
		total := l.total(s)
		of = max(of, total.Of)
		handedIn := slices.ContainsFunc(l.exercises, func(id string) bool {
			row := l.of(s, id)
			return row != nil && row.Problem == nil
		})
		if !handedIn || !total.Known {
			leftOut++
			continue
		}
		points = append(points, total.Got)
	}
	if len(points) == 0 || of <= 0 {
		return nil
	}
	slices.Sort(points)
	h := &Histogram{
		Width: histogramWidth, Height: histogramHeight, Base: histogramBase, Unit: fmt.Sprintf("points of %d", of),
		Note: fmt.Sprintf("%s · median %s", counted(len(points), "student"), median(points)),
	}
	if leftOut > 0 {
		h.Note += fmt.Sprintf(" · without %d that have no file or no verdict", leftOut)
	}
	h.bars(points, of)
	return h
}

// bars has a bar for each number of points, or for equally many of them; the last one is for all points alone.
func (h *Histogram) bars(points []int, of int) {
	wide := 1
	if of >= binsMax {
		wide = (of + rangesMax - 2) / (rangesMax - 1)
	}
	bins := (of+wide-1)/wide + 1
	counts := make([]int, bins)
	for _, p := range points {
		counts[min(max(p, 0)/wide, bins-2)] += boolean(p < of)
		counts[bins-1] += boolean(p >= of)
	}
	most := max(1, slices.Max(counts))
	step := (histogramWidth - 40) / bins
	for i, count := range counts {
		label := fmt.Sprint(i * wide)
		if end := min((i+1)*wide, of) - 1; wide > 1 && i < bins-1 && end > i*wide {
			label = fmt.Sprintf("%d–%d", i*wide, end)
		}
		if i == bins-1 {
			label = fmt.Sprint(of)
		}
		tall := count * (histogramBase - histogramTop) / most
		if count > 0 {
			tall = max(tall, 3)
		}
		x := 22 + i*step
		h.Bars = append(h.Bars, histogramBar{
			X: x, Y: histogramBase - tall, Width: step * 3 / 4, Height: tall, Middle: x + step*3/8,
			Count: count, Label: label, IsFull: i == bins-1,
		})
		if h.Text != "" {
			h.Text += ", "
		}
		h.Text += fmt.Sprintf("%s points: %d", label, count)
	}
}

func boolean(is bool) int {
	if is {
		return 1
	}
	return 0
}

// median is the middle of sorted numbers.
func median(sorted []int) string {
	n := len(sorted)
	a, b := sorted[(n-1)/2], sorted[n/2]
	if (a+b)%2 == 1 {
		return fmt.Sprintf("%d.5", (a+b)/2)
	}
	return fmt.Sprint((a + b) / 2)
}

// Bar is points as a row of boxes, or as one bar if there are many.
type Bar struct {
	Width int
	Boxes []box
}

type box struct {
	X, Width int
	IsFull   bool
}

// boxesMax is how many points have a box each.
const boxesMax = 12

func barOf(p Points) *Bar {
	if !p.Known || p.Of <= 0 {
		return nil
	}
	if p.Of > boxesMax {
		full := min(max(p.Got, 0), p.Of) * 100 / p.Of
		got := box{X: 1, Width: max(full, boolean(p.Got > 0)), IsFull: true}
		return &Bar{Width: 104, Boxes: []box{{X: 1, Width: 102}, got}}
	}
	b := &Bar{Width: 10*p.Of + 4}
	for i := range p.Of {
		b.Boxes = append(b.Boxes, box{X: 1 + 10*i, Width: 8, IsFull: i < p.Got})
	}
	return b
}
