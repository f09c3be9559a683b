/** A fleet's files say the same sentences thousands of times, and no run should grow without bound. */
const MOST = 20_000;

/** A pure function of a text that remembers its results. */
export function remembered<R>(make: (text: string) => R): (text: string) => R {
  const known = new Map<string, R>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (known.size >= MOST) known.clear();
    known.set(text, made);
    return made;
  };
}
