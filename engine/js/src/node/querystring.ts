type Values = Record<string, string | string[] | undefined>

export function escape(text: unknown): string {
  return encodeURIComponent(typeof text === 'string' ? text.toWellFormed() : String(text)).replace(
    /[!'()*]/g,
    (letter) => letter,
  )
}

/** Malformed escapes stay. */
export function unescape(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/(?:%[\da-f]{2})+/gi, (part) => {
      try {
        return decodeURIComponent(part)
      } catch {
        return part.replace(/%([\da-f]{2})/gi, (_, hex: string) =>
          Number.parseInt(hex, 16) < 128 ? String.fromCharCode(Number.parseInt(hex, 16)) : '\ufffd',
        )
      }
    })
  }
}

function primitive(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : ''
}

interface Options {
  encodeURIComponent?: (text: string) => string
  decodeURIComponent?: (text: string) => string
  maxKeys?: number
}

export function stringify(
  values: unknown,
  separator = '&',
  equals = '=',
  options: Options = {},
): string {
  if (typeof values !== 'object' || values === null) return ''
  const encode = options.encodeURIComponent ?? escape
  return Object.entries(values)
    .flatMap(([name, value]) =>
      [value].flat().map((one) => `${encode(name)}${equals}${encode(primitive(one))}`),
    )
    .join(separator || '&')
}

export function parse(text: unknown, separator = '&', equals = '=', options: Options = {}): Values {
  const values: Values = Object.create(null)
  if (typeof text !== 'string' || text === '') return values
  const decode = options.decodeURIComponent ?? unescape
  const most = options.maxKeys === undefined ? 1000 : options.maxKeys
  const pairs = text.split(separator || '&').filter((pair) => pair !== '')
  for (const pair of most > 0 ? pairs.slice(0, most) : pairs) {
    const at = pair.indexOf(equals || '=')
    const [name, value] = (
      at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + (equals || '=').length)]
    ).map((part) => decode(part.replaceAll('+', ' '))) as [string, string]
    const before = values[name]
    values[name] = before === undefined ? value : [before, value].flat()
  }
  return values
}

export const encode = stringify
export const decode = parse
