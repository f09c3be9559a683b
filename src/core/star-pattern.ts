/** Whether a name fits a pattern in which `*` stands for any characters but a slash: the globs of specs and options. */
export function starMatcher(pattern: string): (name: string) => boolean {
  const literal = (part: string) => part.replace(/[.+?^${}()|[\]\\]/gu, '\\$&');
  const expression = new RegExp(`^${pattern.split('*').map(literal).join('[^/]*')}$`, 'u');
  return (name) => expression.test(name);
}
