package wholecluster

import "slices"

// share marks the fields that differ from those of the view before, and takes what is equal from there: a long run has
// tens of thousands of views, which differ in little.
func (v *WholeView) share(before *WholeView) {
	known := map[string]string{}
	for _, f := range before.Fields {
		known[f.Name] = f.Value
	}
	for i := range v.Fields {
		f := &v.Fields[i]
		old, ok := known[f.Name]
		if f.Changed = ok && old != f.Value; ok && !f.Changed {
			f.Value = old
		}
	}
	if slices.Equal(v.Fields, before.Fields) {
		v.Fields = before.Fields
	}
	if slices.Equal(v.Stacks, before.Stacks) {
		v.Stacks = before.Stacks
	}
	if slices.Equal(v.Log.Entries, before.Log.Entries) {
		v.Log.Entries = before.Log.Entries
		return
	}
	for i := range v.Log.Entries {
		e := &v.Log.Entries[i]
		if at := e.Index - before.Log.From; at >= 0 && at < len(before.Log.Entries) {
			if old := before.Log.Entries[at]; old.Text == e.Text {
				e.Text = old.Text
			}
		}
	}
}
