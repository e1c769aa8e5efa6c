import { describe, expect, it } from 'vitest'
import { extensionMove, type ExtensionState } from './extension-states.ts'
import { eventRefusal, invalidExtensionState } from './extensions-api-refusals.ts'
import { parseExtensionPath, shutdownTimes } from './extensions-api.ts'

describe('the states of an extension', () => {
  it('go round for every event', () => {
    let state: ExtensionState | undefined = 'Started'
    for (const by of ['register', 'next', 'delivered', 'next', 'delivered'] as const) {
      state = extensionMove(state!, by)
    }
    expect(state).toBe('Running')
  })

  it('let no extension register twice, ask twice, or fail to start after it has', () => {
    expect(extensionMove('Registered', 'register')).toBeUndefined()
    expect(extensionMove('Ready', 'next')).toBeUndefined()
    expect(extensionMove('Ready', 'init-error')).toBeUndefined()
    expect(extensionMove('Started', 'next')).toBeUndefined()
  })

  it('let nothing but the same error happen after an error', () => {
    expect(extensionMove('InitError', 'init-error')).toBe('InitError')
    expect(extensionMove('ExitError', 'exit-error')).toBe('ExitError')
    for (const state of ['InitError', 'ExitError', 'LaunchError'] as const) {
      expect(extensionMove(state, 'next')).toBeUndefined()
      expect(extensionMove(state, 'register')).toBeUndefined()
    }
  })
})

describe('a request that an extension may not make now', () => {
  it('is refused with the move that it would be', () => {
    expect(invalidExtensionState('watcher', 'Registered', 'register')).toEqual({
      status: 403,
      body: '{"errorMessage":"State transition from Registered to Registered failed for extension watcher. Error: State transition is not allowed","errorType":"Extension.InvalidExtensionState"}',
    })
  })
})

it('an internal extension cannot register for SHUTDOWN, and nobody for what does not exist', () => {
  expect(eventRefusal('INVOKE', true)).toBeUndefined()
  expect(eventRefusal('SHUTDOWN', false)).toBeUndefined()
  expect(eventRefusal('SHUTDOWN', true)?.body).toContain('ShutdownEventNotSupported')
  expect(eventRefusal('RESTORE', false)?.body).toContain('RESTORE: ErrorInvalidEventType')
})

it('a path of the Extensions API has one method', () => {
  expect(parseExtensionPath('/2020-01-01/extension/register')).toEqual(['POST', 'register'])
  expect(parseExtensionPath('/2020-01-01/extension/event/next')).toEqual(['GET', 'next'])
  expect(parseExtensionPath('/2020-01-01/extension/event')).toBeUndefined()
  expect(parseExtensionPath('/2018-06-01/runtime/invocation/next')).toBeUndefined()
})

it('an execution environment has two seconds with external extensions, half of one with internal ones', () => {
  expect(shutdownTimes({ external: true, internal: true })?.all).toBe(2000)
  expect(shutdownTimes({ external: false, internal: true })?.all).toBe(500)
  expect(shutdownTimes({ external: false, internal: false })).toBeUndefined()
})
