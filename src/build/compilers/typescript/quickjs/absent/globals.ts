import type { Offer } from './offer.ts'
import { fileAt, isOwn, type Places, type Use } from './places.ts'

/** Globals of Node.js, of Bun and of browsers that code may count on. */
const GLOBALS = [
  'BroadcastChannel',
  'Bun',
  'CloseEvent',
  'Deno',
  'EventSource',
  'Intl',
  'PerformanceEntry',
  'PerformanceMark',
  'PerformanceMeasure',
  'PerformanceObserver',
  'PerformanceObserverEntryList',
  'PerformanceResourceTiming',
  'SharedWorker',
  'Storage',
  'Temporal',
  'WebAssembly',
  'WebSocket',
  'Worker',
  'XMLHttpRequest',
  'caches',
  'indexedDB',
  'localStorage',
  'sessionStorage',
] as const

/** Stands for an absent global in a bundle that is looked at, and never run. */
const MARK = '__oche_absent_'

/** Flags with which esbuild marks each use that is left of an absent global, or of a member of one. */
export function markAbsent({ globals, members }: Offer): string[] {
  const absent = GLOBALS.filter((name) => !globals.includes(name))
  const parts = Object.entries(members).flatMap(([name, has]) =>
    membersInNode(name)
      .filter((member) => !has.includes(member))
      .map((member) => [name, member] as const),
  )
  return [
    ...absent.map((name) => `--define:${name}=${MARK}${name}`),
    ...parts.map(([name, member]) => `--define:${name}.${member}=${MARK}${name}$${member}`),
  ]
}

/** Every function has them. */
const OF_FUNCTIONS = ['arguments', 'caller', 'length', 'name', 'prototype']

/** Those that a text can name behind a point; what begins with "_" is Node's own business. */
function membersInNode(name: string): string[] {
  const names: string[] = []
  let holder: unknown = Reflect.get(globalThis, name)
  while (holder && holder !== Object.prototype && holder !== Function.prototype) {
    names.push(...Object.getOwnPropertyNames(holder))
    holder = Object.getPrototypeOf(holder)
  }
  return names.filter((one) => /^(?!_)[\w$]+$/.test(one) && !OF_FUNCTIONS.includes(one))
}

const MENTION = new RegExp(`\\b${MARK}(\\w+?)(?:\\$([\\w$]+))?(?![\\w$])`, 'g')

/**
 * A file that looks first whether one is there may use it. Of a package's members nothing is said: what
 * stands there need not run.
 */
export function absentGlobals(bundle: string, places: Places): Use[] {
  const found = [...bundle.matchAll(MENTION)]
    .map((match) => {
      const [text, global, member] = match
      const before = bundle.slice(Math.max(0, match.index - 20), match.index)
      const after = bundle.slice(match.index + text.length).slice(0, 20)
      const looks = member === undefined ? /\btypeof\s+$/.test(before) : isLook(before, after)
      return {
        name: member ? `${global}.${member}` : global!,
        file: fileAt(places, match.index),
        looks,
      }
    })
    .filter(({ name, file }) => isOwn(file) || !name.includes('.'))
  const looked = new Set(found.filter((one) => one.looks).map(({ name, file }) => file + name))
  return found
    .filter(({ name, file }) => !looked.has(file + name))
    .map(({ name, file }) => ({ what: name, file }))
}

/** A member that is not there is undefined: to compare it, or to ask for its truth, asks for it. */
function isLook(before: string, after: string): boolean {
  if (/(\btypeof\s+|!\s*)$/.test(before)) return true
  if (/^\s*(\?|&&|\|\||[!=]==?)/.test(after)) return true
  return /\bif \($/.test(before) && after.startsWith(')')
}
