import { describe, expect, it } from 'vitest'
import { invalidStateTransition, knownErrorType, runtimeRefusal } from './runtime-api-refusals.ts'
import {
  errorPath,
  initErrorPath,
  nextPath,
  parseRuntimePath,
  responsePath,
} from './runtime-api.ts'

describe('a path of the Runtime API', () => {
  it('is told apart and keeps its request id', () => {
    expect(parseRuntimePath(nextPath)).toEqual({ resource: 'next' })
    expect(parseRuntimePath(initErrorPath)).toEqual({ resource: 'init-error' })
    expect(parseRuntimePath(responsePath('a-1'))).toEqual({
      resource: 'response',
      requestId: 'a-1',
    })
    expect(parseRuntimePath(errorPath('a-1'))).toEqual({
      resource: 'error',
      requestId: 'a-1',
    })
  })

  it.each(['/', '/2018-06-01/runtime/invocation/a/b/response', '/2017-01-01/runtime/init/error'])(
    'is not %s',
    (path) => expect(parseRuntimePath(path)).toBeUndefined(),
  )
})

describe('a request that a runtime may not make now', () => {
  it('is refused with the move that it would be', () => {
    expect(invalidStateTransition('Ready', 'init-error')).toEqual({
      status: 403,
      body: '{"errorMessage":"State transition from Ready to InitError failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
    })
  })
})

describe('an error type', () => {
  it.each([
    ['Runtime.MyError', 'Runtime.MyError'],
    ['prefix Function.Bad suffix', 'prefix Function.Bad suffix'],
    ['Function.lower', 'Function.Unknown'],
    ['Other', 'Runtime.Unknown'],
    [undefined, 'Runtime.Unknown'],
  ])('%s is known as %s', (header, known) => expect(knownErrorType(header)).toBe(known))
})

describe('a refusal', () => {
  it('has status, message and type', () => {
    expect(runtimeRefusal('invoke-timeout')).toEqual({
      status: 410,
      body: '{"errorMessage":"Invoke timeout","errorType":"InvokeTimeout"}',
    })
  })
})
