// Which names somebody may have meant.

/** closest are at most `count` of the names that are like a word, the most alike first. */
export function closest(word: string, names: readonly string[], count: number): string[] {
  const wanted = plain(word);
  if (wanted === "") return [];
  return names
    .map((name) => ({ name, far: distance(wanted, plain(name)) }))
    .filter(({ far }) => far <= Math.max(1, wanted.length / 3))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** distance counts the letters to change, to add and to leave out until a name has the word in it. What a name has
 * before and after the word costs nothing: `figure8` is in `c2-figure-8`. */
function distance(word: string, name: string): number {
  let before: number[] = Array.from({ length: name.length + 1 }, () => 0);
  for (let i = 1; i <= word.length; i++) {
    const row = [i];
    for (let j = 1; j <= name.length; j++) {
      const same = word[i - 1] === name[j - 1] ? 0 : 1;
      row.push(Math.min((before[j - 1] ?? 0) + same, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = row;
  }
  return Math.min(...before);
}
