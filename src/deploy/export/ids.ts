import { createHash } from 'node:crypto'

/**
 * An id for each name, and no two the same: names whose ids others have too get a part of their hash
 * behind it, so that an id does not depend on the order.
 *
 * @param idOf the id that a name would have alone
 * @param clashes whether an id cannot stand beside another name's
 * @param taken ids that are there already
 */
export function uniqueIds(
  names: readonly string[],
  idOf: (name: string) => string,
  clashes: (id: string, other: string) => boolean = (id, other) => id === other,
  taken: readonly string[] = [],
): (name: string) => string {
  const plain = new Map(names.map((name) => [name, idOf(name)]))
  return (name) => {
    const id = plain.get(name) ?? idOf(name)
    const others = [...plain].flatMap(([other, its]) => (other === name ? [] : [its]))
    return [...others, ...taken].some((other) => clashes(id, other)) ? `${id}${hashOf(name)}` : id
  }
}

function hashOf(name: string): string {
  return `x${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

/** `my-function` → `MyFunction`, `MY_KEY` → `MyKey`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map(
      (word) =>
        word[0]!.toUpperCase() + (isShouted(word) ? word.slice(1).toLowerCase() : word.slice(1)),
    )
    .join('')
}

function isShouted(word: string): boolean {
  return word === word.toUpperCase()
}
