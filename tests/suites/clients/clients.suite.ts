import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalLambda } from '../../../src/local/index.ts'
import type { InvokeResult, LocalLambda } from '../../../src/local/types.ts'

const TIMEOUT_SECONDS = 20
const INVOCATIONS = 1_000
const CONCURRENCY = 8
const LARGEST_PAYLOAD = 6 * 1024 * 1024

/** Written by `.ci/suites/clients`: the name of a client → the bootstrap that was built on it. */
const clients = JSON.parse(process.env['OCHE_CLIENTS'] ?? '{}') as Record<string, string>

describe.each(Object.entries(clients))('%s runs unchanged', (_, executable) => {
  let lambda: LocalLambda

  beforeAll(async () => {
    const settings = { name: 'function', handler: 'function.handle', timeout: TIMEOUT_SECONDS }
    lambda = await startLocalLambda({
      functions: [{ settings, code: { executable } }],
      concurrency: CONCURRENCY,
    })
  })
  afterAll(() => lambda.close())

  const invoke = (event: unknown): Promise<InvokeResult> =>
    lambda.invoke('function', JSON.stringify(event))

  it('and answers an event', async () => {
    const event = { text: 'λ 😊 "quoted"', list: [1, 2.5, null, true], nested: { empty: {} } }
    const result = await invoke(event)
    expect(result.functionError).toBeUndefined()
    expect(answer(result)).toEqual(event)
  })

  it('and knows the invocation', async () => {
    const before = Date.now()
    const result = await invoke({ do: 'context' })
    const { requestId, arn, deadlineMs } = answer(result) as Record<string, never>
    expect(requestId).toBe(result.requestId)
    expect(arn).toMatch(/^arn:aws:lambda:[a-z0-9-]+:123456789012:function:function(:|$)/)
    // Clients that know the time left only are a little off.
    expect(deadlineMs).toBeGreaterThan(before)
    expect(deadlineMs).toBeLessThan(Date.now() + (TIMEOUT_SECONDS + 1) * 1_000)
  })

  it('and its errors reach the invoker', async () => {
    const result = await invoke({ do: 'error' })
    expect(result.functionError).toBe('Unhandled')
    expect(answer(result)).toMatchObject({ errorMessage: 'told to fail' })
    expect(answer(await invoke({ still: 'alive' }))).toEqual({ still: 'alive' })
  })

  it('and a panic is an error, after which it goes on', async () => {
    const result = await invoke({ do: 'panic' })
    expect(result.functionError).toBe('Unhandled')
    expect(answer(await invoke({ still: 'alive' }))).toEqual({ still: 'alive' })
  })

  it('and the end of its process is an error, after which it goes on', async () => {
    const result = await invoke({ do: 'exit' })
    expect(result.functionError).toBe('Unhandled')
    expect(answer(result)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${result.requestId} Error: Runtime exited with error: exit status 3`,
    })
    expect(answer(await invoke({ still: 'alive' }))).toEqual({ still: 'alive' })
  })

  it('and takes and gives 6 MB', async () => {
    const padding = LARGEST_PAYLOAD - JSON.stringify({ data: '' }).length
    const event = { data: 'a'.repeat(padding) }
    const result = await invoke(event)
    expect(result.functionError).toBeUndefined()
    // No toEqual: a difference would print megabytes.
    expect((answer(result) as typeof event).data === event.data).toBe(true)
  })

  it(`and gives each of ${INVOCATIONS} invocations at concurrency ${CONCURRENCY} its own answer`, async () => {
    const ids = Array.from({ length: INVOCATIONS }, (_, id) => id)
    const wrong: string[] = []
    const requestIds = new Set<string>()
    const work = ids.values()
    const caller = async () => {
      for (const id of work) {
        const result = await invoke({ id, padding: 'x'.repeat(id) })
        requestIds.add(result.requestId)
        const got = answer(result) as { id?: number; padding?: string }
        if (got.id !== id || got.padding?.length !== id) wrong.push(`${id}: ${result.payload}`)
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, caller))
    expect(wrong.slice(0, 3)).toEqual([])
    expect(requestIds.size).toBe(INVOCATIONS)
  })
})

function answer(result: InvokeResult): unknown {
  return JSON.parse(result.payload.toString())
}
