import { define } from '../define.ts'
import { native } from '../native.ts'

/** JSON without the way through UTF-16, where nothing special is asked for. */
const { parse, stringify } = JSON
const json = native.part('json')

define(JSON, 'parse', function (text: unknown, reviver?: (key: string, value: unknown) => unknown) {
  if (typeof reviver === 'function') return parse(text as string, reviver)
  const all = typeof text === 'string' ? text : String(text)
  // The way through UTF-8 would lose half of a character.
  return all.isWellFormed() ? json.parse(all) : parse(all)
})

define(JSON, 'stringify', function (value: unknown, replacer?: never, space?: string | number) {
  const isPlain = replacer === undefined || replacer === null
  const isDense = space === undefined || space === null || space === '' || space === 0
  return isPlain && isDense ? json.toText(value) : stringify(value, replacer, space)
})
