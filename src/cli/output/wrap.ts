/**
 * Lines of at most `width` characters; no word is broken. A word that is longer stands on a line of
 * its own.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line: string | undefined
  for (const word of text.split(' ')) {
    if (line !== undefined && line.length + 1 + word.length <= width) {
      line += ` ${word}`
      continue
    }
    if (line !== undefined) lines.push(line)
    line = word
  }
  return line === undefined ? lines : [...lines, line]
}

/** Below this many columns the right side of a table has no room beside the left one. */
const LEAST = 24

/** What every line of a table begins with. */
export const INDENT = '  '

/** Two columns, the right one wrapped; below each other where the terminal is too narrow for both. */
export function table(rows: readonly (readonly [string, string])[], width: number): string[] {
  const described = rows.filter(([, text]) => text !== '')
  const left = Math.max(0, ...described.map(([name]) => name.length)) + 2
  const room = width - INDENT.length - left
  return rows.flatMap(([name, text]) => {
    if (text === '') return [INDENT + name]
    if (room < LEAST) {
      const deep = INDENT + INDENT
      return [INDENT + name, ...wrap(text, width - deep.length).map((line) => deep + line)]
    }
    const [first = '', ...others] = wrap(text, room)
    return [
      `${INDENT}${name.padEnd(left)}${first}`,
      ...others.map((line) => `${INDENT}${' '.repeat(left)}${line}`),
    ]
  })
}
