import { keyText, type Problem } from '../problem.ts'
import type { PlacedFunction } from '../functions.ts'

/** AWS takes 50 on a resource; up to nine of them are Oche's own. */
const TAGS = 41

const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const ALLOWED = 'letters, digits, spaces and _ . : / = + - @'

export function tagsRule({ keys, at }: PlacedFunction): Problem[] {
  const tags = Object.entries(keys.tags ?? {})
  const path = at('tags')
  const many: Problem[] =
    tags.length <= TAGS
      ? []
      : [{ path, message: `tags: AWS takes ${TAGS} beside Oche’s own`, remedy: 'Leave some out.' }]
  return [
    ...many,
    ...tags.flatMap(([key, value], index) => {
      const twin = tags.slice(0, index).find(([other]) => other.toLowerCase() === key.toLowerCase())
      const wrong = keyMistake(key) ?? valueMistake(value) ?? twinMistake(twin?.[0])
      const place = at('tags', key)
      return wrong === undefined
        ? []
        : [{ path: place, message: `${keyText(place)}: ${wrong}`, remedy: 'Correct the tag.' }]
    }),
  ]
}

function keyMistake(key: string): string | undefined {
  if (/^aws:/i.test(key)) return 'names with aws: are AWS’s own'
  if (/^oche:/i.test(key)) return 'names with oche: say what Oche has made'
  if (key.length < 1 || key.length > 128) return 'a name has 1 to 128 characters'
  return CHARACTERS.test(key) ? undefined : `a name has only ${ALLOWED}`
}

function valueMistake(value: string): string | undefined {
  if (value.includes('${')) return undefined
  if (value.length > 256) return 'a value has at most 256 characters'
  return CHARACTERS.test(value) ? undefined : `a value has only ${ALLOWED}`
}

/** To IAM, whose tags a role has, `Team` and `team` are one. */
function twinMistake(other: string | undefined): string | undefined {
  return other === undefined ? undefined : `IAM takes it for the same as ${other}`
}
