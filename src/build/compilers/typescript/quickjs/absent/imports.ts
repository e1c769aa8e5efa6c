import { parse } from 'es-module-lexer'
import { fileAt, type Places } from './places.ts'

const FROM = /^import\s*(?:(\w+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s*as\s+(\w+))?\s*from\s*/

/** A name in braces, and what the bundle calls it: `{ exec as run }`, `{ exec: run }`. */
export interface Named {
  name: string
  local: string
}

export interface Import {
  module: string
  named: readonly Named[]
  /** What the module as a whole is called. */
  wholes: readonly string[]
  file: string
  /** Where it stands in the bundle. */
  from: number
  to: number
}

/** Those of ES modules; `import("…")` is one without names. */
export function importsOf(bundle: string, places: Places): Import[] {
  const [imports] = parse(bundle)
  return imports.flatMap(({ specifier: module, importStart: from, start: to }) => {
    if (!module) return []
    const [, byDefault, braces = '', all] = FROM.exec(bundle.slice(from, to)) ?? []
    const wholes = [byDefault, all].filter((one) => one !== undefined)
    return [{ module, named: namedIn(braces), wholes, file: fileAt(places, from), from, to }]
  })
}

/** What stands between braces: of an import, or of a pattern that takes an object apart. */
export function namedIn(braces: string): Named[] {
  return braces.split(',').flatMap((part) => {
    const found = /^\s*([\w$]+)(?:(?:\s+as\s+|\s*:\s*)([\w$]+))?/.exec(part)
    return found ? [{ name: found[1]!, local: found[2] ?? found[1]! }] : []
  })
}
