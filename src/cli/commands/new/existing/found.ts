import type { Architecture } from '../../../../core/config/kinds.ts'

/** What can be told of one function from what a project has. */
export interface FoundFunction {
  name: string
  source?: string | undefined
  handler?: string | undefined
  description?: string | undefined
  /** MB */
  memory?: number | undefined
  /** Seconds */
  timeout?: number | undefined
  arch?: Architecture | undefined
  environment?: Readonly<Record<string, string>> | undefined
  http?: FoundHttp | undefined
  events: readonly object[]
}

interface FoundHttp {
  kind: 'url' | 'http-api' | 'rest'
  access: 'public' | 'iam'
  routes?: readonly string[] | undefined
}

/** What one file says. */
export interface Found {
  /** How the file is called. */
  file: string
  name?: string | undefined
  region?: string | undefined
  functions: readonly FoundFunction[]
  /** What it says that is not taken over, each a sentence without its end. */
  notes: readonly string[]
}

/** Collects notes, and takes values that are plain. */
export class Reader {
  readonly notes: string[] = []

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text)
  }

  /** A value that stands there as it is; what would have to be looked up is noted. */
  plain(value: unknown, place: string): unknown {
    if (value === undefined || value === null) return undefined
    if (!isReference(value)) return value
    this.note(`${place} refers to something else`)
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

  /** Variables that are plain; the others are noted. */
  environment(values: unknown, place: string): Record<string, string> | undefined {
    const found = Object.entries(record(values)).flatMap(([key, value]) => {
      const text = this.text(value, `${place}.${key}`)
      return text === undefined ? [] : [[key, text] as const]
    })
    return found.length === 0 ? undefined : Object.fromEntries(found)
  }

  /** Notes every key of which nobody knows what it would be here. */
  others(values: unknown, known: readonly string[], place: string): void {
    for (const key of Object.keys(record(values))) {
      if (!known.includes(key)) this.note(`${place === '' ? '' : `${place}.`}${key}`)
    }
  }
}

/** An object as it is, an empty one for everything else. */
export function record(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : {}
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** A variable of the shell: `oche.yaml` has the same words for it. */
const OF_THE_SHELL = /\$\{env:\w+\}/g

/** A text with `${…}`, or one of CloudFormation's functions. */
function isReference(value: unknown): boolean {
  if (typeof value === 'string') return value.replaceAll(OF_THE_SHELL, '').includes('${')
  return typeof value === 'object'
}

/** `get` and `/items` as a route; a path that is anything is `$default`. */
export function route(method: string, path: string): string {
  const verb = /^(any|\*|x-amazon-apigateway-any-method)$/i.test(method)
    ? 'ANY'
    : method.toUpperCase()
  if (path === '*') return '$default'
  return `${verb} ${path.startsWith('/') ? path : `/${path}`}`
}
