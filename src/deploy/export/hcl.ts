/** An expression of Terraform's language that stands as it is, not a string. */
export class Expression {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export const expression = (text: string) => new Expression(text)

export type Value =
  | string
  | number
  | boolean
  | Expression
  | readonly Value[]
  | { readonly [key: string]: Value | undefined }

/** `name { … }` inside a block. */
export interface Block {
  block: string
  labels?: readonly string[]
  body: readonly (Attribute | Block)[]
}

export type Attribute = readonly [name: string, value: Value | undefined]

/** Blocks as Terraform's own formatter writes them, but for the alignment of equals signs. */
export function hcl(blocks: readonly Block[]): string {
  return `${blocks.map((block) => blockText(block, '')).join('\n\n')}\n`
}

function blockText({ block, labels = [], body }: Block, indent: string): string {
  const head = [block, ...labels.map((label) => JSON.stringify(label))].join(' ')
  const lines = body
    .filter((item) => !isAttribute(item) || item[1] !== undefined)
    .map((item) =>
      isAttribute(item)
        ? `${indent}  ${item[0]} = ${valueText(item[1]!, `${indent}  `)}`
        : blockText(item, `${indent}  `),
    )
  return lines.length === 0
    ? `${indent}${head} {}`
    : `${indent}${head} {\n${lines.join('\n')}\n${indent}}`
}

function isAttribute(item: Attribute | Block): item is Attribute {
  return Array.isArray(item)
}

function valueText(value: Value, indent: string): string {
  if (value instanceof Expression) return value.text
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) {
    return `[${(value as readonly Value[]).map((inner) => valueText(inner, indent)).join(', ')}]`
  }
  const entries = Object.entries(value as Record<string, Value | undefined>)
  const lines = entries
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${indent}  ${quoted(key)} = ${valueText(inner!, `${indent}  `)}`)
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

/** A string that means itself: `${` and `%{` would begin a template. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{')
}
