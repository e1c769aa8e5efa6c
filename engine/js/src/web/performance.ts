import { define } from '../define.ts'
import { system } from '../native.ts'
import { EventTarget } from './events.ts'

export interface Entry {
  name: string
  entryType: string
  startTime: number
  duration: number
  detail: unknown
}

const entries: Entry[] = []

interface Times {
  start?: number | string
  end?: number | string
  duration?: number
  detail?: unknown
}

export class Performance extends EventTarget {
  get timeOrigin(): number {
    return system.startedAt
  }

  now(): number {
    return system.now()
  }

  mark(name: string, options: { startTime?: number; detail?: unknown } = {}): Entry {
    const startTime = options.startTime ?? system.now()
    return keep({ name, entryType: 'mark', startTime, duration: 0, detail: options.detail ?? null })
  }

  measure(name: string, startOrTimes?: string | Times, endMark?: string): Entry {
    const times: Times =
      typeof startOrTimes === 'object'
        ? startOrTimes
        : {
            ...(startOrTimes !== undefined && { start: startOrTimes }),
            ...(endMark !== undefined && { end: endMark }),
          }
    const end =
      times.end === undefined
        ? times.duration === undefined
          ? system.now()
          : at(times.start ?? 0) + times.duration
        : at(times.end)
    const start =
      times.start === undefined
        ? times.duration === undefined
          ? 0
          : end - times.duration
        : at(times.start)
    return keep({
      name,
      entryType: 'measure',
      startTime: start,
      duration: end - start,
      detail: times.detail ?? null,
    })
  }

  getEntries(): Entry[] {
    return entries.toSorted((one, other) => one.startTime - other.startTime)
  }

  getEntriesByName(name: string, type?: string): Entry[] {
    return this.getEntries().filter(
      (entry) => entry.name === name && (type === undefined || entry.entryType === type),
    )
  }

  getEntriesByType(type: string): Entry[] {
    return this.getEntries().filter((entry) => entry.entryType === type)
  }

  clearMarks(name?: string): void {
    clear('mark', name)
  }

  clearMeasures(name?: string): void {
    clear('measure', name)
  }

  toJSON(): object {
    return { timeOrigin: this.timeOrigin }
  }
}

function keep(entry: Entry): Entry {
  entries.push(entry)
  return entry
}

function at(mark: number | string): number {
  if (typeof mark === 'number') return mark
  const found = entries.findLast((entry) => entry.entryType === 'mark' && entry.name === mark)
  if (found) return found.startTime
  throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError')
}

function clear(type: string, name: string | undefined): void {
  const stay = entries.filter(
    (entry) => entry.entryType !== type || (name !== undefined && entry.name !== name),
  )
  entries.splice(0, entries.length, ...stay)
}

export const performance = new Performance()

define(Performance.prototype, Symbol.toStringTag, 'Performance')
