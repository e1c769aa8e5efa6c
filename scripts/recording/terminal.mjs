/**
 * What a terminal shows once everything has been written: progress that was overwritten is gone.
 * @returns {{ text: string, style: string }[][]} lines, each of pieces of one style
 */
export function linesOf(output, columns) {
  const screen = new Screen(columns)
  for (const [piece, code, end] of output.matchAll(/\p{Cc}\[([\d;?]*)([A-Za-z])|./gsu)) {
    if (end === undefined) screen.write(piece)
    else screen.control(code, end)
  }
  return screen.lines()
}

class Screen {
  #rows = [[]]
  #row = 0
  #column = 0
  #style = ''
  #columns

  constructor(columns) {
    this.#columns = columns
  }

  write(character) {
    if (character === '\r') this.#column = 0
    else if (character === '\n') this.#down()
    else {
      if (this.#column === this.#columns) {
        this.#column = 0
        this.#down()
      }
      this.#rows[this.#row][this.#column] = { text: character, style: this.#style }
      this.#column += 1
    }
  }

  #down() {
    this.#row += 1
    this.#rows[this.#row] ??= []
  }

  control(code, end) {
    const count = Number.parseInt(code, 10)
    if (end === 'G') this.#column = (count || 1) - 1
    if (end === 'A') this.#row = Math.max(0, this.#row - (count || 1))
    if (end === 'K') this.#rows[this.#row].length = count === 2 ? 0 : this.#column
    if (end === 'J') this.#rows.length = this.#row + 1
    if (end === 'm') this.#style = styled(this.#style, code)
  }

  lines() {
    const rows = this.#rows.map((row) => pieces(Array.from(row, (cell) => cell ?? BLANK)))
    while (rows.at(-1)?.length === 0) rows.pop()
    return rows
  }
}

const BLANK = { text: ' ', style: '' }

const STYLES = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 34: 'blue', 36: 'cyan' }

/** Each style ends with its own code, or with 0. */
function styled(style, code) {
  const next = STYLES[code]
  return next ?? (code === '' || Number(code) === 0 || ENDS.has(code) ? '' : style)
}
const ENDS = new Set(['22', '39'])

function pieces(cells) {
  const found = []
  for (const { text, style } of cells) {
    const last = found.at(-1)
    if (last?.style === style) last.text += text
    else found.push({ text, style })
  }
  return found
}
