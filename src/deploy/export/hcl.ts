/** An expression of Terraform's language that stands as it is, not a string. */
export class Expression {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export const expression = (text: string) => new Expression(text)

/** A function of Terraform's, or an element of what it gives. */
class Call {
  readonly name: string
  readonly given: readonly Value[]
  readonly index: number | undefined
  constructor(name: string, given: readonly Value[], index: number | undefined) {
    this.name = name
    this.given = given
    this.index = index
  }
}

export const call = (name: string, given: readonly Value[], index?: number) =>
  new Call(name, given, index)

export type Value =
  | string
  | number
  | boolean
  | Expression
  | Call
  | readonly Value[]
  | { readonly [key: string]: Value | undefined }

/** `name { … }` inside a block. */
export interface Block {
  block: string
  labels?: readonly string[]
  body: readonly (Attribute | Block)[]
}

export type Attribute = readonly [name: string, value: Value | undefined]

/** How a text is written, quotes included. */
type Writer = (text: string) => string

/** Blocks as Terraform's own formatter writes them. */
export function hcl(blocks: readonly Block[], write: Writer = quoted): string {
  return `${blocks.map((block) => blockText(block, '', write)).join('\n\n')}\n`
}

function blockText({ block, labels = [], body }: Block, indent: string, write: Writer): string {
  const head = [block, ...labels.map((label) => JSON.stringify(label))].join(' ')
  const inner = `${indent}  `
  const lines = body.flatMap((item): Line[] => {
    if (!isAttribute(item)) return [blockText(item, inner, write)]
    return item[1] === undefined ? [] : [[item[0], valueText(item[1], inner, write)]]
  })
  return lines.length === 0
    ? `${indent}${head} {}`
    : `${indent}${head} {\n${aligned(lines, inner)}\n${indent}}`
}

/** A name and its value, or a block as it is. */
type Line = readonly [name: string, value: string] | string

/** Equals signs of values that follow each other stand below each other, unless one has lines. */
function aligned(lines: readonly Line[], indent: string): string {
  const isPlain = (line: Line | undefined) => Array.isArray(line) && !line[1].includes('\n')
  return lines
    .map((line, index) => {
      if (typeof line === 'string') return line
      let [first, last] = [index, index]
      while (isPlain(line) && isPlain(lines[first - 1])) first--
      while (isPlain(line) && isPlain(lines[last + 1])) last++
      const width = Math.max(...lines.slice(first, last + 1).map((one) => one[0]!.length))
      return `${indent}${line[0].padEnd(width)} = ${line[1]}`
    })
    .join('\n')
}

function isAttribute(item: Attribute | Block): item is Attribute {
  return Array.isArray(item)
}

function valueText(value: Value, indent: string, write: Writer): string {
  if (value instanceof Expression) return value.text
  if (value instanceof Call) {
    const given = value.given.map((one) => valueText(one, indent, write)).join(', ')
    return `${value.name}(${given})${value.index === undefined ? '' : `[${value.index}]`}`
  }
  if (typeof value === 'string') return write(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) {
    return `[${(value as readonly Value[]).map((inner) => valueText(inner, indent, write)).join(', ')}]`
  }
  const inner = `${indent}  `
  const lines = Object.entries(value as Record<string, Value | undefined>).flatMap(
    ([key, one]): Line[] =>
      one === undefined ? [] : [[quoted(key), valueText(one, inner, write)]],
  )
  return lines.length === 0 ? '{}' : `{\n${aligned(lines, inner)}\n${indent}}`
}

/** A string that means itself: `${` and `%{` would begin a template. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign)
}
