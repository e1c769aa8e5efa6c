import { describe, expect, it } from 'vitest'
import { runtimeMove, type RuntimeState } from './runtime-states.ts'

describe('the states of a runtime', () => {
  it('go round for every invocation', () => {
    let state: RuntimeState | undefined = 'Started'
    for (const by of ['next', 'delivered', 'response', 'sent', 'next', 'delivered'] as const) {
      state = runtimeMove(state!, by)
    }
    expect(state).toBe('Running')
    expect(runtimeMove('Running', 'error')).toBe('InvocationErrorResponse')
    expect(runtimeMove('InvocationErrorResponse', 'sent')).toBe('ResponseSent')
  })

  it('stay at Running for a second next, and go back there after an answer that was cut off', () => {
    expect(runtimeMove('Running', 'next')).toBe('Running')
    expect(runtimeMove('InvocationResponse', 'cut-off')).toBe('Running')
    expect(runtimeMove('InvocationErrorResponse', 'cut-off')).toBe('Running')
  })

  it('let nothing happen after an init error, and no init error after the first next', () => {
    for (const by of ['next', 'response', 'error', 'init-error', 'delivered'] as const) {
      expect(runtimeMove('InitError', by)).toBeUndefined()
    }
    expect(runtimeMove('Ready', 'init-error')).toBeUndefined()
    expect(runtimeMove('Running', 'init-error')).toBeUndefined()
  })

  it('let no answer be given twice, or before there is something to answer', () => {
    for (const from of ['Started', 'Ready', 'InvocationResponse', 'ResponseSent'] as const) {
      expect(runtimeMove(from, 'response')).toBeUndefined()
      expect(runtimeMove(from, 'error')).toBeUndefined()
    }
  })
})
