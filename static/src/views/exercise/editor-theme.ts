// How the editor looks: the page's own tokens. Custom properties reach into a shadow root, and the sheet
// is an adopted one, so that the strict policy on styles holds.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.definitionKeyword], color: "var(--code-keyword)" },
  { tag: [tags.bool, tags.null, tags.number], color: "var(--code-value)" },
  { tag: [tags.string, tags.character], color: "var(--code-string)" },
  { tag: [tags.function(tags.definition(tags.variableName))], color: "var(--code-name)" },
  { tag: [tags.typeName, tags.definition(tags.typeName)], color: "var(--code-type)" },
  { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  // A long line goes on two tabs further in; tabs stay where they were, since a stop is half as wide.
  ".cm-line": { paddingLeft: "calc(6px + 8ch)", textIndent: "-8ch" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--code-selection)" },
  ".cm-gutters": {
    backgroundColor: "var(--panel)",
    color: "var(--ink-3)",
    borderRight: "none",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 6px" },
  ".cm-activeLine": { backgroundColor: "var(--code-active)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--code-active)", color: "var(--ink)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-soft)",
    outline: "1px solid var(--line-strong)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px" },
  ".cm-lint-marker-error": { content: "none" },
  ".cm-lint-marker": { width: "14px", height: "14px" },
  ".cm-lint-marker-error::before": {
    content: '"✗"',
    display: "block",
    color: "var(--bad)",
    fontWeight: "700",
    lineHeight: "14px",
    textAlign: "center",
  },
  ".cm-tooltip": {
    maxWidth: "min(560px, 90vw)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--r)",
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    boxShadow: "0 6px 20px rgb(0 0 0 / 18%)",
  },
  ".cm-diagnostic": {
    padding: "6px 10px",
    borderLeft: "4px solid var(--bad)",
    fontFamily: "var(--font)",
  },
  ".cm-diagnostic .help": { color: "var(--ink-2)" },
  ".cm-docs": { padding: "6px 10px", fontFamily: "var(--font)", whiteSpace: "pre-wrap" },
  ".cm-docs code": { fontFamily: "var(--mono)", display: "block", tabSize: "4" },
  ".cm-docs p": { margin: "6px 0 0", color: "var(--ink-2)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mono)",
    maxHeight: "none",
    overflowY: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--panel)",
  },
  // Where there is no room beside the list, CodeMirror lays the docs over it. Here they lie beyond its far end.
  ".cm-tooltip-above .cm-completionInfo-right-narrow": {
    inset: "auto auto 100% 0 !important",
  },
  ".cm-tooltip-below .cm-completionInfo-right-narrow": {
    inset: "100% auto auto 0 !important",
  },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", opacity: "0.8" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-textfield": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-panel.cm-search button[name=close]": { color: "var(--ink)" },
  ".cm-searchMatch": { backgroundColor: "var(--code-selection)" },
  ".cm-deletedChunk, .cm-deletedLine": {
    backgroundColor: "var(--bad-soft)",
    "--code-keyword": "var(--ink)",
    "--code-value": "var(--ink)",
    "--code-string": "var(--ink)",
    "--code-name": "var(--ink)",
    "--code-type": "var(--ink)",
  },
  "&.cm-merge-b .cm-changedLine, .cm-changedLine, .cm-inlineChangedLine": {
    backgroundColor: "var(--code-added)",
  },
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: "none" },
  ".cm-deletedText, .cm-deletedChunk .cm-deletedText": { background: "none" },
  ".cm-deletedChunk .cm-deletedLine, del.cm-deletedLine": { textDecoration: "line-through" },
  // A comment must still be read where the ground is not the panel's.
  ".cm-deletedChunk, .cm-deletedLine, .cm-changedLine": {
    "--ink-3": "var(--ink-2)",
  },
  ".cm-changedLineGutter": { backgroundColor: "var(--good)" },
  ".cm-deletedLineGutter": { backgroundColor: "var(--bad)" },
});

export const theme = [look, syntaxHighlighting(colours)];
