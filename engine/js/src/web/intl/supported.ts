import { unavailable } from '../../define.ts'
import { shared } from './data.ts'

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
