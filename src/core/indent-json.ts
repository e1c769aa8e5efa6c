/** Deeper levels stay on their line: indentations add up to the square of the depth. */
const MOST_LEVELS = 40

/**
 * JSON with line breaks. Numbers, strings and repeated names stay as they are written: reading JSON and
 * writing it anew makes another number of `12345678901234567890`. Pure.
 *
 * @param text JSON, which is not checked
 * @example indentJson('{"id":1.0}') // '{\n  "id": 1.0\n}'
 */
export function indentJson(text: string): string {
  const out: string[] = []
  let depth = 0
  let hasOpened = false
  const breakLine = (inner: number) => {
    if (inner <= MOST_LEVELS) out.push('\n', '  '.repeat(depth))
  }
  for (const token of tokensOf(text)) {
    if (token === '}' || token === ']') {
      depth--
      if (!hasOpened) breakLine(depth + 1)
      hasOpened = false
      out.push(token)
      continue
    }
    if (hasOpened) breakLine(depth)
    hasOpened = token === '{' || token === '['
    out.push(token === ':' ? ': ' : token)
    if (hasOpened) depth++
    if (token === ',') breakLine(depth)
  }
  return out.join('')
}

/** JSON without blanks between its parts, which stay as they are written. Pure. */
export function compactJson(text: string): string {
  return [...tokensOf(text)].join('')
}

const BLANK = /\s*/y
const WORD = /[^\s{}[\],:"]+/y

function* tokensOf(text: string): Generator<string> {
  for (let at = endOf(BLANK, text, 0); at < text.length; at = endOf(BLANK, text, at)) {
    const from = at
    if (text[at] === '"') at = endOfString(text, at)
    else at = '{}[],:'.includes(text[at]!) ? at + 1 : endOf(WORD, text, at)
    yield text.slice(from, at)
  }
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return at + (pattern.exec(text)?.[0].length ?? 0)
}

/** A quotation mark behind an odd number of backslashes belongs to the string. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at + 1
  }
  return text.length
}
