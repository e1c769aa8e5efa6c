/** What is JSON at the first glance, and what no file, no sample and no function is called. */
export function isJsonText(given: string): boolean {
  return /^\s*[[{"]/.test(given)
}
