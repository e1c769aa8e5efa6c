import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProcessExit } from '../process.ts'
import {
  freePlaces,
  NEW_SANDBOX,
  workOf,
  type Effect,
  type SandboxEvent,
  type SandboxLimits,
  type SandboxState,
} from './state.ts'
import { step } from './table.ts'

const EXITS: ProcessExit[] = [
  { started: true, code: 0, signal: null },
  { started: true, code: 7, signal: null },
  { started: true, code: null, signal: 'SIGSEGV' },
  { started: false, reason: 'permission denied', workingDirMissing: false },
]

/** Index of an invocation; most are of those that were given to the sandbox. */
const which = fc.nat(9)

type Move =
  | { type: 'answered' | 'timeout' | 'flushed'; n: number }
  | Exclude<SandboxEvent, { id: string }>
  | { type: 'invoke' }

/** Everything that can happen, in any order: what is too late or too early included. */
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ type: 'invoke' } as const) },
  { weight: 4, arbitrary: fc.constant({ type: 'asked' } as const) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('answered' as const), n: which }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('flushed' as const), n: which }) },
  { weight: 4, arbitrary: fc.constant({ type: 'rested' } as const) },
  { weight: 3, arbitrary: fc.constant({ type: 'stopped' } as const) },
  {
    weight: 1,
    arbitrary: fc.constant({
      type: 'extension-failed' as const,
      failure: {
        why: 'extension' as const,
        name: 'watcher',
        errorType: 'Extension.Crash' as const,
        reason: 'exit status 1',
      },
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('timeout' as const), n: which }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...EXITS).map((exit) => ({ type: 'exited' as const, exit })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      type: 'init-error' as const,
      error: { payload: Buffer.from('{}'), errorType: 'Runtime.Bad' },
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'init-timeout' } as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'silent' } as const) },
)

/** Does what a sandbox is told to do, on paper, and refuses what must not be done. */
class Paper {
  state: SandboxState = NEW_SANDBOX
  readonly limits: SandboxLimits
  readonly given: string[] = []
  readonly lines = new Map<string, string[]>()
  readonly timers = new Set<string>()
  readonly answered = new Set<string>()
  processes = 0
  starts = 0
  isClosed = false
  silences = 0
  /** Whether extensions are waited for: only then can they have rested. */
  awaits = false
  /** Why processes are being ended. */
  stops: string | undefined
  #at = 0

  constructor(limits: SandboxLimits) {
    this.limits = limits
  }

  take(move: Move): void {
    const event = this.#eventOf(move)
    if (event === undefined) return
    if (event.type === 'exited' && this.processes > 0) this.processes--
    if (event.type === 'stopped') this.stops = undefined
    if (event.type === 'rested') this.awaits = false
    if (event.type === 'answered' && workOf(this.state, event.id)?.stage === 'running') {
      this.answered.add(event.id)
    }
    this.#at += 1
    const wasClosed = this.isClosed
    const { state, effects } = step(this.state, event, this.#at, this.limits)
    this.state = state
    if (wasClosed) expect(effects).toEqual([])
    for (const [index, effect] of effects.entries()) {
      if (effect.do === 'free') expect(index).toBe(effects.length - 1)
      // Nothing is handed out before the runtime and every extension have asked for more.
      if (effect.do === 'offer') expect([state.phase, this.awaits]).toEqual(['running', false])
      this.#do(effect, effects, event)
    }
    // A process is there exactly where the phase says so.
    const alive = ['initialising', 'starting', 'running'].includes(state.phase)
    expect(this.processes).toBe(alive ? 1 : 0)
  }

  #eventOf(move: Move): SandboxEvent | undefined {
    if (move.type === 'invoke') {
      if (freePlaces(this.state, this.limits) === 0) return undefined
      const id = `i${this.given.length}`
      this.given.push(id)
      this.lines.set(id, [])
      return { type: 'invoke', id }
    }
    if (move.type === 'rested' && !this.awaits) return undefined
    if (move.type === 'stopped' && this.stops === undefined) return undefined
    return 'n' in move ? { type: move.type, id: this.given.at(-1 - move.n) ?? 'none' } : move
  }

  #do(effect: Effect, all: readonly Effect[], event: SandboxEvent): void {
    if ('id' in effect && effect.id !== undefined) {
      expect(this.lines.get(effect.id), `${effect.do} after the end`).not.toContain('complete')
      this.lines.get(effect.id)!.push(effect.do)
    }
    switch (effect.do) {
      case 'start-process': {
        expect(this.processes++).toBe(0)
        expect(this.stops, 'started while others end').toBeUndefined()
        // Only the first start has a limit of its own; others run under the invocation's.
        const limit = this.starts++ === 0 ? 'set-init-timer' : 'set-timer'
        expect(all.map((one) => one.do)).toContain(limit)
        return
      }
      case 'stop-process':
        this.processes = 0
        this.awaits = false
        this.stops = effect.reason
        return expect(effect.reason).toBe(reasonOf(event))
      case 'await-extensions':
        expect(this.processes).toBe(1)
        return void (this.awaits = true)
      case 'log-init-report':
        expect(effect.phase).toBe(this.given.length === 0 ? 'init' : 'invoke')
        return
      case 'log-silence':
        expect(['initialising', 'starting']).toContain(this.state.phase)
        return expect(++this.silences).toBe(1)
      case 'set-init-timer':
        expect(this.starts).toBe(0)
        return void this.timers.add('init')
      case 'clear-init-timer':
        return void this.timers.delete('init')
      case 'set-timer':
        return void this.timers.add(effect.id)
      case 'clear-timer':
        return void this.timers.delete(effect.id)
      case 'log-report':
        expect(effect.status === 'success').toBe(effect.failure === undefined)
        if (effect.status === 'timeout') {
          expect(effect.durationMs).toBeGreaterThanOrEqual(this.limits.timeoutMs)
        }
        if (effect.status === 'success') expect(this.answered).toContain(effect.id)
        return
      case 'free':
        expect(freePlaces(this.state, this.limits)).toBeGreaterThan(0)
        return
      case 'remove':
        expect(event.type).toBe('close')
        this.isClosed = true
    }
  }
}

/** What extensions are told of why they end. */
function reasonOf({ type }: SandboxEvent): string {
  if (type === 'close') return 'spindown'
  return type === 'timeout' || type === 'init-timeout' ? 'timeout' : 'failure'
}

/** The order of what an invocation sees; what is closed has no END. */
function expectOneLife(lines: readonly string[], isLast: boolean): void {
  const all = ['log-start', 'log-done', 'log-report', 'complete']
  const told = lines.filter((line) => all.includes(line))
  // What is closed has no REPORT, and no END where it had not come to that.
  if (!isLast || told.includes('log-report')) expect(told).toEqual(all)
  else expect(told.filter((line) => line !== 'log-done')).toEqual(['log-start', 'complete'])
  expect(lines.filter((line) => line === 'fail').length).toBeLessThanOrEqual(1)
  // Whose process never came to ask for it was not given to it.
  expect(lines.filter((line) => line === 'offer').length).toBeLessThanOrEqual(1)
}

describe.each([
  ['one invocation at a time', undefined],
  ['several invocations at once', 3],
])('an execution environment with %s', (_, maxConcurrency) => {
  const limits = { timeoutMs: 1000, maxConcurrency }

  it('settles every invocation once, logs it in order, and leaves nothing, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(move, { maxLength: 60 }),
        fc.array(move, { maxLength: 5 }),
        (before, after) => {
          const paper = new Paper(limits)
          paper.take({ type: 'start' })
          for (const one of before) paper.take(one)
          const underWay = new Set(paper.state.work.map(({ id }) => id))
          paper.take({ type: 'close' })
          for (const one of after) paper.take(one)
          paper.take({ type: 'start' })
          paper.take({ type: 'close' })
          expect(paper.isClosed).toBe(true)
          expect(paper.timers).toEqual(new Set())
          for (const id of paper.given) expectOneLife(paper.lines.get(id)!, underWay.has(id))
        },
      ),
    )
  })

  it('gives an answer or a failure to every invocation, never both', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const paper = new Paper(limits)
        paper.take({ type: 'start' })
        for (const one of [...moves, { type: 'close' } as const]) paper.take(one)
        for (const id of paper.given) {
          const hasFailed = paper.lines.get(id)!.includes('fail')
          expect(hasFailed || paper.answered.has(id)).toBe(true)
        }
      }),
    )
  })
})

/** An invocation that succeeds. */
const round = (id: string): SandboxEvent[] => [
  { type: 'invoke', id },
  { type: 'answered', id },
  { type: 'asked' },
  { type: 'flushed', id },
  { type: 'rested' },
]

const READY: SandboxEvent[] = [{ type: 'start' }, { type: 'asked' }, { type: 'rested' }]

describe('an execution environment', () => {
  const ONE = { timeoutMs: 1000, maxConcurrency: undefined }
  const doing = (events: readonly SandboxEvent[], limits: SandboxLimits = ONE) => {
    let state = NEW_SANDBOX
    const done: Effect[] = []
    for (const [index, event] of events.entries()) {
      const next = step(state, event, (index + 1) * 10, limits)
      state = next.state
      done.push(...next.effects)
    }
    return { state, done, names: done.map((effect) => effect.do) }
  }
  const exit = EXITS[1]!

  it('repeats an initialisation that failed in the first invocation, under its timeout', () => {
    const { names, state } = doing([
      { type: 'start' },
      { type: 'init-timeout' },
      { type: 'stopped' },
      { type: 'invoke', id: 'a' },
      { type: 'asked' },
      { type: 'rested' },
    ])
    expect(names.slice(-9)).toEqual([
      'set-timer',
      'log-init-start',
      'log-start',
      'start-process',
      'log-init-done',
      'await-extensions',
      'log-extensions',
      'log-init-report',
      'offer',
    ])
    expect(names.filter((name) => name === 'set-init-timer')).toHaveLength(1)
    expect(state.phase).toBe('running')
  })

  it('says how long its initialisation took in the first report only', () => {
    const { done } = doing([...READY, ...round('a'), ...round('b')])
    const reports = done.filter((effect) => effect.do === 'log-report')
    expect(reports.map(({ initDurationMs }) => initDurationMs)).toEqual([20, undefined])
    const starts = done.filter((effect) => effect.do === 'log-start')
    expect(starts.map(({ coldStart }) => coldStart)).toEqual([true, false])
  })

  it('lets what was over succeed where its process ends just then', () => {
    const { done } = doing([...READY, ...round('a').slice(0, 3), { type: 'exited', exit }])
    expect(done.find((effect) => effect.do === 'log-report')).toMatchObject({ status: 'success' })
  })

  it('ends its process at a timeout only where it works on one invocation at a time', () => {
    const events: SandboxEvent[] = [
      ...READY,
      { type: 'invoke', id: 'a' },
      { type: 'timeout', id: 'a' },
    ]
    expect(doing(events).names).toContain('stop-process')
    const several = doing(events, { ...ONE, maxConcurrency: 2 })
    expect(several.names).not.toContain('stop-process')
    expect(several.names).toContain('abandon')
    expect(several.state.phase).toBe('running')
  })

  it('takes no invocation while extensions are at the last one, under the same timeout', () => {
    const resting = [...READY, ...round('a').slice(0, 4)]
    const { state, done } = doing(resting)
    expect(freePlaces(state, ONE)).toBe(0)
    const timers = done.filter((effect) => effect.do === 'set-timer')
    expect(timers.map(({ leftMs }) => leftMs)).toEqual([1000, 970])
    const late = doing([...resting, { type: 'timeout', id: 'a' }])
    expect(late.done.find((effect) => effect.do === 'log-report')).toMatchObject({
      status: 'timeout',
    })
    expect(late.state.phase).toBe('stopping')
  })

  it('takes an invocation only once the processes of the last one are gone', () => {
    const failed: SandboxEvent[] = [...READY, { type: 'exited', exit }]
    expect(freePlaces(doing(failed).state, ONE)).toBe(0)
    const { state, names } = doing([...failed, { type: 'stopped' }])
    expect([freePlaces(state, ONE), names.at(-1)]).toEqual([1, 'free'])
  })
})
