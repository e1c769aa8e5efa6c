import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionUrl } from '../../../src/contract/samples/function-url.ts'
import { dart, DartPrograms } from '../../support/dart.ts'
import { Emulated } from './emulated.ts'

describe.runIf(dart)('a Dart function, under AWS’s own emulator (skipped without Dart)', () => {
  const programs = dart && new DartPrograms(dart)
  let cases: string
  let app: string
  beforeAll(() => {
    cases = programs!.bootstrap('dart/oche/test/bootstraps/cases.dart')
    app = programs!.bootstrap('examples/dart-shelf/bin/api.dart')
  }, 300_000)
  afterAll(() => programs?.[Symbol.dispose]())

  it('gives back events of any size', async () => {
    await using lambda = await Emulated.start(cases, 'echo')
    for (const bytes of [2, 3_000, 100_000, 5_900_000]) {
      const event = { text: 'é'.repeat(bytes / 2) }
      const { text } = (await lambda.invoke(event)) as typeof event
      // No toEqual: a difference would print megabytes.
      expect(text === event.text).toBe(true)
    }
  })

  it('knows the invocation', async () => {
    await using lambda = await Emulated.start(cases, 'context')
    const { requestId, deadlineMs } = (await lambda.invoke({})) as Record<string, unknown>
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(deadlineMs).toBeGreaterThan(Date.now())
  })

  it('reports an error, and goes on', async () => {
    await using lambda = await Emulated.start(cases, 'throws')
    const error = { errorType: 'Boom', errorMessage: 'it went wrong: Ü' }
    expect(await lambda.invoke({})).toMatchObject(error)
    expect(await lambda.invoke({})).toMatchObject(error)
  })

  it('streams, and goes on after a stream that failed in the middle', async () => {
    await using whole = await Emulated.start(cases, 'stream')
    expect(await whole.invokeText({})).toBe('123')
    await using torn = await Emulated.start(cases, 'tornStream')
    expect(await torn.invokeText({})).toContain('12')
    expect(await torn.invokeText({})).toContain('12')
  })

  it('answers HTTP as a shelf application', async () => {
    await using lambda = await Emulated.start(app, 'bootstrap')
    const event = { ...functionUrl, rawPath: '/upper', body: 'grün' }
    expect(await lambda.invoke(event)).toMatchObject({ statusCode: 200, body: 'GRÜN' })
  })
})
