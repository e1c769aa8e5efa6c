/** One line for each check: what came out, or what was thrown. The same lines on every engine. */
export async function check(name, work) {
  let told
  try {
    told = show(await work())
  } catch (error) {
    told = `throws ${error?.name} ${error?.code ?? ''}`.trim()
  }
  console.log(`${name}: ${told}`)
}

/** Values by their kind, to any depth. */
export function show(value) {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'function') return `function ${value.name}`
  if (typeof value === 'symbol' || typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Date)
    return `Date ${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()}`
  if (value instanceof RegExp) return String(value)
  if (value instanceof Error) return `${value.name}(${value.message})`
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name}[${Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))}]`
  if (value instanceof ArrayBuffer) return `ArrayBuffer[${Array.from(new Uint8Array(value))}]`
  if (Array.isArray(value)) return `[${Array.from(value, show).join(', ')}]`
  if (value instanceof Map) return `Map${show([...value])}`
  if (value instanceof Set) return `Set${show([...value])}`
  const members = Object.keys(value).map((key) => `${key}: ${show(value[key])}`)
  const name = value.constructor?.name
  return `${name && name !== 'Object' ? `${name} ` : ''}{${members.join(', ')}}`
}
