import { unavailable } from '../../define.ts'

/** A constructor that says that it is not here. */
export function missing(name: string): unknown {
  return class {
    static {
      Object.defineProperty(this, 'name', { value: name })
    }

    constructor() {
      throw unavailable(`Intl.${name}`)
    }

    static supportedLocalesOf(): never {
      throw unavailable(`Intl.${name}`)
    }
  }
}

export function supportedValues(key: string, zones: () => string[]): string[] {
  if (key === 'timeZone') return zones().sort()
  if (['calendar', 'collation', 'currency', 'numberingSystem', 'unit'].includes(key)) {
    throw unavailable(`Intl.supportedValuesOf('${key}')`)
  }
  throw new RangeError(`Invalid key : ${key}`)
}
