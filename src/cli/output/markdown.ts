/**
 * Text as a span of code. No mark of Markdown's or HTML's, no mention and no link is read inside of one;
 * what has no form of its own (new lines, marks of direction) stands as an escape.
 *
 * @example code('a`b') // "``a`b``"
 */
export function code(text: string): string {
  if (text === '') return '(empty)'
  const shown = visible(text)
  const marks = '`'.repeat(1 + longest(shown))
  // A space at both ends is taken away again, and keeps the marks from those of the text.
  const space = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return marks + space + shown + space + marks
}

/** Text as a block of code. */
export function fenced(text: string): string {
  const marks = '`'.repeat(Math.max(3, 1 + longest(text)))
  const lines = text.split(/\r\n|\r|\n/).map(visible)
  return [marks, ...lines, marks].join('\n')
}

/**
 * Text as a part of a sentence: each mark is escaped, and no `@name` or `#1` is one for GitHub, which reads
 * them after the escapes are gone.
 */
export function prose(text: string): string {
  return visible(text.replaceAll(/\s+/g, ' ').trim())
    .replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`)
    .replaceAll(/[@#]/g, '$&\u200B')
}

function longest(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}

/** Control characters, marks of direction and the like, as in a string of JavaScript's. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (one) => {
    const known = JSON.stringify(one).slice(1, -1)
    return known === one ? `\\u{${one.codePointAt(0)!.toString(16)}}` : known
  })
}
