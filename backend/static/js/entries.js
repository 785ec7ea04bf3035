// The entries of a pasted list: a line, or a cell of a sheet, each; without bullets, and each once. Numbers and letters go
// where every line has one. The same as `entries` of questionnaire/lines.py.
const SIGNS = [
  /^(?:(?:[-*+‣⁃◦·∙–—→➢➤§]|o(?=\t))\s+|[•▪▫●\uf0b7\uf0a7]\s*)(?=\S)/,
  /^(?:\[[ xX]?\]|[☐☑☒□■❏❑▢✓✔])\s*(?=\S)/,
  /^(?:\([ xXoO]?\)|[○◯⚪◉⦿◎])\s*(?=\S)/u,
];
const COUNTED = [
  /^(?:q|question\s)?\s*\d{1,3}\s*[.):](?![\d.])\s*(?=\S)/i,
  /^(?:[a-zA-Z]\)|\([a-zA-Z]\)|[a-z]\.)\s+(?=\S)/,
];
const UNSEEN = /[\u00ad\u200b\u2060\ufeff]/g;

export function entries(text, there = []) {
  const rows = text.split(/\r\n?|\n/).map((row) => SIGNS.reduce((left, sign) => left.replace(sign, ""), row.replace(UNSEEN, "").trim()));
  let found = rows.flatMap((row) => row.split("\t")).map((cell) => cell.replace(/\s+/g, " ").trim()).filter(Boolean);
  for (const sign of COUNTED) {
    if (found.length > 1 && found.every((entry) => sign.test(entry))) found = found.map((entry) => entry.replace(sign, ""));
  }
  const own = new Set(there.map((entry) => entry.trim().toLowerCase()));
  return found.filter((entry) => !own.has(entry.toLowerCase()) && own.add(entry.toLowerCase()));
}
