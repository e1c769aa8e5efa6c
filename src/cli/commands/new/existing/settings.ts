import type { FoundSettings } from './found.ts'
import { known } from './found.ts'
import type { Reader } from './reader.ts'

/** How a key of another tool's is read: its key here, and what of its value is taken. */
export type Setting = {
  [K in keyof FoundSettings]-?: [
    key: K,
    take: (reader: Reader, value: unknown, place: string) => FoundSettings[K],
  ]
}[keyof FoundSettings]

export const text = (reader: Reader, value: unknown, place: string) => reader.text(value, place)
export const number = (reader: Reader, value: unknown, place: string) => reader.number(value, place)
export const arch = (reader: Reader, value: unknown, place: string) => reader.arch(value, place)
export const map = (reader: Reader, value: unknown, place: string) => reader.map(value, place)
export const texts = (reader: Reader, value: unknown, place: string) => reader.texts(value, place)

/**
 * What is said by keys of another tool's.
 *
 * @param passed keys that say nothing of a setting; every other key is noted
 */
export function settingsOf(
  values: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, Setting>>,
  passed: readonly string[],
  place: string,
  reader: Reader,
): FoundSettings {
  reader.others(values, [...Object.keys(settings), ...passed], place)
  const found = Object.entries(settings).map(([name, [key, take]]) => {
    const value = values[name]
    return [key, value === undefined ? undefined : take(reader, value, `${place}.${name}`)]
  })
  return known(Object.fromEntries(found) as FoundSettings)
}
