import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { START, step, type Action, type EventType, type State } from './machine.ts'

/** What an action ends with, whenever that is. */
const outcomes: Record<Exclude<Action, 'announce' | 'restart'> | 'start', readonly EventType[]> = {
  start: ['started', 'failed'],
  build: ['rebuilt'],
  load: ['loaded', 'refused'],
  switch: ['switched', 'failed'],
  close: ['closed'],
}

const outside = ['source-saved', 'configuration-saved', 'restart-asked', 'stop'] as const

/** Runs any order of what people do and of what comes to an end; `choices` decides. */
function run(choices: readonly number[]) {
  let state: State = START
  const running: (keyof typeof outcomes)[] = ['start']
  const history: { event: EventType; state: State; actions: Action[] }[] = []
  const tell = (event: EventType) => {
    const next = step(state, event)
    state = next.state
    history.push({ event, state, actions: next.actions })
    for (const action of next.actions) {
      if (action !== 'announce' && action !== 'restart') running.push(action)
    }
  }
  for (const choice of choices) {
    const kind = choice % (outside.length + running.length)
    if (kind < outside.length) tell(outside[kind]!)
    else {
      const [ended] = running.splice(kind - outside.length, 1)
      const possible = outcomes[ended!]
      tell(possible[choice % possible.length]!)
    }
  }
  return { history, running, tell, state: () => state }
}

const sequences = fc.array(fc.nat(997), { maxLength: 60 })

describe('oche dev, whatever happens in whatever order', () => {
  it('loads, switches and closes one at a time, and does nothing once it closes', () => {
    fc.assert(
      fc.property(sequences, (choices) => {
        const { history } = run(choices)
        let isClosing = false
        for (const { state, actions } of history) {
          if (isClosing) expect(actions).toEqual([])
          isClosing ||= actions.includes('close')
          if (actions.includes('load')) expect(state.phase).toBe('loading')
          if (actions.includes('switch')) expect(state.phase).toBe('switching')
        }
        expect(history.filter(({ actions }) => actions.includes('close')).length).toBeLessThan(2)
      }),
    )
  })

  it('never has two loads or switches under way', () => {
    fc.assert(
      fc.property(sequences, (choices) => {
        const { running } = run(choices)
        const busy = running.filter((one) => one === 'load' || one === 'switch' || one === 'start')
        expect(busy.length).toBeLessThan(2)
      }),
    )
  })

  it('restarts what answers and nothing else, and goes on with what it is at', () => {
    fc.assert(
      fc.property(sequences, (choices) => {
        let before: State = START
        for (const { event, state, actions } of run(choices).history) {
          if (event === 'restart-asked') {
            const answers = ['serving', 'rebuilding', 'loading'].includes(before.phase)
            expect(actions).toEqual(answers ? ['restart'] : [])
            expect(state).toEqual(before)
          } else expect(actions).not.toContain('restart')
          before = state
        }
      }),
    )
  })

  it('serves the configuration that was saved last, once all is quiet', () => {
    fc.assert(
      fc.property(sequences, (choices) => {
        const { history, running, tell, state } = run(choices)
        for (let left = 200; running.length > 0 && left > 0; left--) {
          tell(outcomes[running.shift()!][0]!)
        }
        expect(running).toEqual([])
        if (state().phase === 'ended') return
        expect(state()).toEqual({ phase: 'serving', again: false })
        const events = history.map(({ event }) => event)
        const saved = events.lastIndexOf('configuration-saved')
        const loads = history.map(({ actions }) => actions.includes('load')).lastIndexOf(true)
        if (saved !== -1) expect(loads).toBeGreaterThanOrEqual(saved)
      }),
    )
  })

  it('ends after Ctrl-C', () => {
    fc.assert(
      fc.property(sequences, (choices) => {
        const { running, tell, state } = run(choices)
        tell('stop')
        for (let left = 200; running.length > 0 && left > 0; left--) {
          tell(outcomes[running.shift()!].at(-1)!)
        }
        expect(state().phase).toBe('ended')
      }),
    )
  })
})
