import type { Architecture } from '../../../../core/config/kinds.ts'
import { list, record, type FoundSettings } from './found.ts'

/** Collects notes, and takes values that are plain. */
export class Reader {
  /** What is noted, and of which places where it is the same for several. */
  readonly #noted = new Map<string, string[]>()
  readonly #filled: (text: string) => string

  /** @param filled a text with what the file itself says in place of its references */
  constructor(filled: (text: string) => string = (text) => text) {
    this.#filled = filled
  }

  /** Each once, with all the places that it is about. */
  get notes(): string[] {
    return [...this.#noted].map(([text, places]) => {
      const [first, second] = places
      if (first === undefined) return text
      return `${places.join(', ')} ${second === undefined ? 'refers' : 'refer'} to ${text}`
    })
  }

  note(text: string): void {
    if (!this.#noted.has(text)) this.#noted.set(text, [])
  }

  #noteReference(place: string, text: string): void {
    const places = this.#noted.get(text) ?? []
    if (!places.includes(place)) this.#noted.set(text, [...places, place])
  }

  /** A value that stands there as it is; what would have to be looked up is noted. */
  plain(value: unknown, place: string): unknown {
    if (value === undefined || value === null) return undefined
    const found = typeof value === 'string' ? this.#filled(value) : value
    if (!isReference(found)) return found
    this.#noteReference(place, referenceText(found))
    return undefined
  }

  text(value: unknown, place: string): string | undefined {
    const found = this.plain(value, place)
    return found === undefined ? undefined : String(found)
  }

  number(value: unknown, place: string): number | undefined {
    const found = this.plain(value, place)
    if (found === undefined) return undefined
    if (Number.isFinite(Number(found))) return Number(found)
    this.note(`${place} is no number`)
    return undefined
  }

  arch(value: unknown, place: string): Architecture | undefined {
    const found = this.text(value, place)
    if (found === 'arm64' || found === 'x86_64') return found
    if (found !== undefined) this.note(`${place} is ${found}`)
    return undefined
  }

  /** Entries that are plain; the others are noted. */
  map(values: unknown, place: string): Record<string, string> | undefined {
    if (typeof values === 'string') this.plain(values, place)
    const found = Object.entries(record(values)).flatMap(([key, value]) => {
      const text = this.text(value, `${place}.${key}`)
      return text === undefined ? [] : [[key, text] as const]
    })
    return found.length === 0 ? undefined : Object.fromEntries(found)
  }

  /** Entries that are plain; the others are noted. */
  texts(values: unknown, place: string): string[] | undefined {
    if (!Array.isArray(values)) this.plain(values, place)
    const found = list(values).flatMap((value) => this.text(value, place) ?? [])
    return found.length === 0 ? undefined : found
  }

  /** Both of them, or neither. */
  vpc(subnets: unknown, securityGroups: unknown, place: string): FoundSettings['vpc'] {
    const found = [subnets, securityGroups].map((ids) => this.data(ids, place))
    if ([subnets, securityGroups].some((ids) => typeof ids !== 'object')) this.note(place)
    if (found.includes(undefined)) return undefined
    return { subnets: list(found[0]).map(String), securityGroups: list(found[1]).map(String) }
  }

  /** An object or a list in which nothing has to be looked up. */
  data<T>(value: T, place: string): T | undefined {
    const found = this.#deep(value, place)
    return found === NOT_PLAIN ? undefined : (found as T)
  }

  #deep(value: unknown, place: string): unknown {
    if (Array.isArray(value)) {
      const all = value.map((one) => this.#deep(one, place))
      return all.includes(NOT_PLAIN) ? NOT_PLAIN : all
    }
    if (typeof value === 'object' && value !== null && !isFunctionOfTemplate(value)) {
      const all = Object.entries(value).map(([key, one]) => [key, this.#deep(one, place)] as const)
      return all.some(([, one]) => one === NOT_PLAIN) ? NOT_PLAIN : Object.fromEntries(all)
    }
    return value === null ? null : (this.plain(value, place) ?? NOT_PLAIN)
  }

  /** Notes every key of which nobody knows what it would be here. */
  others(values: unknown, taken: readonly string[], place: string): void {
    for (const key of Object.keys(record(values))) {
      if (!taken.includes(key)) this.note(`${place === '' ? '' : `${place}.`}${key}`)
    }
  }
}

const NOT_PLAIN = Symbol('has to be looked up')

/** `oche.yaml` has the same words for these. */
const SAME = /\$\{(env:\w+|ssm:\/[\w./-]+|secret:[^}]+)\}/g

/** A text with `${…}`, or one of CloudFormation's functions. */
function isReference(value: unknown): boolean {
  if (typeof value === 'string') return /\$\{|\{\{resolve:/.test(value.replaceAll(SAME, ''))
  return typeof value === 'object'
}

/** `!Ref`, as `readYaml` writes it, or its long form. */
function isFunctionOfTemplate(value: object): boolean {
  const [key = '', second] = Object.keys(value)
  return second === undefined && /^(!|Ref$|Fn::)/.test(key)
}

function referenceText(value: unknown): string {
  if (typeof value === 'string') return value
  const [[key, argument] = ['something else', undefined]] = Object.entries(record(value))
  return typeof argument === 'string' ? `${key} ${argument}` : key
}
