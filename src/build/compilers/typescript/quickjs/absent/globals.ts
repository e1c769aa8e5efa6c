import { isAskedFor, isTried, isTypeof } from './guards.ts'
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
    ...[...absent.map((name) => ['globalThis', name] as const), ...parts].map(
      ([name, member]) => `--define:${name}.${member}=${MARK}${name}$${member}`,
    ),
  ]
}

/** Every function has them. */
const OF_FUNCTIONS = ['arguments', 'caller', 'length', 'name', 'prototype']

/** Those that a text can name behind a point; what begins with "_" is Node's own business. */
export function membersInNode(name: string): string[] {
  const names: string[] = []
  let holder: unknown = Reflect.get(globalThis, name)
  while (holder && holder !== Object.prototype && holder !== Function.prototype) {
    names.push(...Object.getOwnPropertyNames(holder))
    holder = Object.getPrototypeOf(holder)
  }
  return names.filter((one) => /^(?!_)[\w$]+$/.test(one) && !OF_FUNCTIONS.includes(one))
}

const MENTION = new RegExp(`\\b${MARK}(\\w+?)(?:\\$([\\w$]+))?(?![\\w$])`, 'g')

/** `"report" in process` */
const ASKED = /"([\w$]+)" in (\w+)/g

/**
 * A file that looks first whether one is there may use it. Of a package's members, and of what
 * it tries, nothing is said: what stands there need not run.
 */
export function absentGlobals(bundle: string, places: Places): Use[] {
  const found = [...bundle.matchAll(MENTION)].map(
    ({ 0: text, 1: holder = '', 2: member, index }) => ({
      name: nameOf(holder, member),
      file: fileAt(places, index),
      looks: isLook(bundle, { holder, member, from: index, to: index + text.length }),
      mayFail: member !== undefined || isTried(bundle, index),
    }),
  )
  const asked = [...bundle.matchAll(ASKED)].map(
    ({ 1: member, 2: holder = '', index }) => fileAt(places, index) + nameOf(holder, member),
  )
  const looks = found.filter((one) => one.looks).map(({ name, file }) => file + name)
  const looked = new Set([...looks, ...asked])
  return found
    .filter(({ file, mayFail }) => isOwn(file) || !mayFail)
    .filter(({ name, file }) => !looked.has(file + name))
    .map(({ name, file }) => ({ what: name, file }))
}

function nameOf(holder: string, member: string | undefined): string {
  if (member === undefined) return holder
  return holder === 'globalThis' ? member : `${holder}.${member}`
}

interface Mention {
  holder: string
  member: string | undefined
  from: number
  to: number
}

function isLook(bundle: string, { holder, member, from, to }: Mention): boolean {
  if (member === undefined) return isTypeof(bundle.slice(Math.max(0, from - 20), from))
  // What matched last: whoever compares it counts on it.
  if (holder === 'RegExp') return false
  if (holder === 'globalThis') return !/[.(]/.test(bundle.charAt(to))
  return isAskedFor(bundle, from, to)
}
