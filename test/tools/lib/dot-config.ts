/** The assignments of a .config; `# CONFIG_X is not set` leaves X out. */
export function readConfig(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, symbol, value] = /^CONFIG_(\w+)=(.*)$/.exec(line) ?? [];
    if (symbol !== undefined && value !== undefined) values.set(symbol, value);
  }
  return values;
}
