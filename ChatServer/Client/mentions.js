/** Whether a text names somebody, as «@Ann». */
export function mentions(text, name) {
  return text.toLocaleLowerCase().includes(`@${name.toLocaleLowerCase()}`);
}
