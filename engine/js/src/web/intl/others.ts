import { placeholder, unavailable } from '../../define.ts'
import { shared } from './data.ts'

/** A constructor that says that it is not here. */
export function missing(name: string): unknown {
  return placeholder(
    class {
      static {
        Object.defineProperty(this, 'name', { value: name })
      }

      constructor() {
        throw unavailable(`Intl.${name}`)
      }

      static supportedLocalesOf(): never {
        throw unavailable(`Intl.${name}`)
      }
    },
  )
}

export function supportedValues(key: string, zones: () => string[]): string[] {
  if (key === 'timeZone') {
    const { aliases } = shared()
    return zones()
      .filter((name) => !(name in aliases) && (name.includes('/') || name === 'UTC'))
      .sort()
  }
  if (['calendar', 'collation', 'currency', 'numberingSystem', 'unit'].includes(key)) {
    throw unavailable(`Intl.supportedValuesOf('${key}')`)
  }
  throw new RangeError(`Invalid key : ${key}`)
}
