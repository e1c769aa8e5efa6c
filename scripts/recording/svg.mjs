const CHARACTER = 8.6
const LINE = 20
const MARGIN = 20
const ROWS = 22
/** Seconds. */
const [KEY, WAIT, STAY] = [0.045, 0.7, 6]

/**
 * The session as a picture that moves: typed letter by letter, answered at once, scrolled where it is full. Who asks
 * for less motion sees how it ends.
 * @param {{ type: string, lines: { text: string, style: string }[][] }[]} parts
 */
export function recordingSvg(parts, columns) {
  const { rows, end } = timed(parts)
  const total = end + STAY
  const width = Math.ceil(columns * CHARACTER) + 2 * MARGIN
  const height = ROWS * LINE + 2 * MARGIN
  const share = (seconds) => `${((100 * seconds) / total).toFixed(2)}%`
  const scrolls = rows
    .map(({ at }, index) => ({ at, by: Math.max(0, index + 1 - ROWS) }))
    .filter(({ by }) => by > 0)
  const last = scrolls.at(-1)?.by ?? 0
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A terminal: oche new writes a project, oche dev serves it, a request is answered, a save changes the answer, oche build leaves one executable">
<style>
svg { background: #16181d; border-radius: 8px }
text { font: 14px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #e8e9eb; white-space: pre }
.prompt, .green { fill: #74d392 } .dim { fill: #a3a8b0 } .red { fill: #ff9389 } .yellow { fill: #eab84a } .blue, .cyan { fill: #82b4ff } .bold { font-weight: 700 }
#lines { transform: translateY(${-last * LINE}px) }
@media (prefers-reduced-motion: no-preference) {
#lines { animation: scroll ${total.toFixed(2)}s step-end infinite }
#lines text { animation: ${total.toFixed(2)}s step-end infinite }
@keyframes scroll { 0% { transform: none } ${scrolls.map(({ at, by }) => `${share(at)} { transform: translateY(${-by * LINE}px) }`).join(' ')} }
${rows.map((row, index) => shownFrom(row, index, share)).join('\n')}
}
</style>
<svg x="${MARGIN}" y="${MARGIN}" width="${width - 2 * MARGIN}" height="${ROWS * LINE}" overflow="hidden"><g id="lines">
${rows.map(({ pieces }, index) => lineText(pieces, index)).join('\n')}
</g></svg>
</svg>
`
}

/** When each line is there. A command is typed from `at` to `until`. */
function timed(parts) {
  let now = 0.5
  const rows = []
  for (const { type, lines } of parts) {
    const until = now + type.length * KEY
    const prompt = [
      { text: '$ ', style: 'prompt' },
      { text: type, style: '' },
    ]
    rows.push({ pieces: prompt, at: now, until })
    now = until + WAIT
    for (const pieces of lines) {
      rows.push({ pieces, at: now, until: now })
      now += 0.06
    }
    now += WAIT
  }
  return { rows, end: now }
}

function shownFrom({ pieces, at, until }, index, share) {
  const name = `l${index}`
  const hidden = `@keyframes ${name} { 0% { clip-path: inset(0 100% 0 0) }`
  const letters = pieces.reduce((sum, { text }) => sum + text.length, 0)
  const steps =
    until === at
      ? ''
      : ` ${share(at)} { clip-path: inset(0 98% 0 0); animation-timing-function: steps(${letters}) }`
  return `#lines #${name} { animation-name: ${name} } ${hidden}${steps} ${share(until)} { clip-path: inset(0 -1% 0 0) } }`
}

function lineText(pieces, index) {
  const spans = pieces.map(({ text, style }) =>
    style === '' ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`,
  )
  return `<text id="l${index}" y="${(index + 0.75) * LINE}">${spans.join('')}</text>`
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
