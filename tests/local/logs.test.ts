import { describe, expect, it } from 'vitest'
import type { LocalEvent } from '../../src/local/index.ts'
import { fn, start } from './support.ts'

describe.concurrent('the log in text', () => {
  it('holds the lines of an invocation in their order', async () => {
    await using local = await start()
    const { logs, requestId } = await local.act({ act: 'say', out: 'one\ntwo\n' })
    expect(logs).toEqual([
      `START RequestId: ${requestId} Version: $LATEST`,
      'one',
      'two',
      `END RequestId: ${requestId}`,
      expect.stringMatching(/^REPORT RequestId: \S+\tDuration: /),
    ])
  })

  it('tells the duration as it was and the memory as it is measured', async () => {
    await using local = await start(fn({ timeout: 1 }))
    await local.act({ act: 'hang' })
    const { line } = await local.event('platform', (e) => e.line.startsWith('REPORT'))
    const duration = Number(/Duration: ([\d.]+) ms/.exec(line)![1])
    expect(duration).toBeGreaterThanOrEqual(1000)
    expect(line).toContain('\tStatus: timeout\t')
    if (process.platform === 'linux') {
      expect(Number(/Max Memory Used: (\d+) MB/.exec(line)![1])).toBeGreaterThan(10)
    }
  })

  it('names the error of a process that ended', async () => {
    await using local = await start()
    const { logs } = await local.act({ act: 'exit', status: 2 })
    expect(logs.at(-1)).toMatch(/\tStatus: error\tError Type: Runtime.ExitError\t$/)
  })

  it('keeps the last line of a process that ends without ending it', async () => {
    await using local = await start()
    const { logs } = await local.act({ act: 'last words', text: 'no line feed' })
    expect(logs).toContain('no line feed')
  })

  it('holds what an invocation has written without ending the line, once', async () => {
    await using local = await start()
    const { logs } = await local.act({ act: 'say', out: 'one\nyour name? ' })
    expect(logs.slice(1, 3)).toEqual(['one', 'your name? '])
    const next = await local.act({ act: 'say', out: '\ntwo\n' })
    expect(next.logs[1]).toBe('two')
  })

  it('holds it where the invocation is not over yet', async () => {
    await using local = await start(fn({ timeout: 1 }))
    const { logs } = await local.act({ act: 'hang', out: 'your name? ' })
    expect(logs[1]).toBe('your name? ')
  })

  it('gives every line to the invocation it belongs to', async () => {
    await using local = await start(fn(), { concurrency: 2 })
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => local.act({ act: 'say', out: `line ${n}\n` })),
    )
    for (const [n, { logs }] of results.entries()) {
      expect(logs.filter((line) => line.startsWith('line '))).toEqual([`line ${n}`])
    }
  })
})

function warnings(events: readonly LocalEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'fault' && event.message.includes(' MB') ? [event.message] : [],
  )
}

describe.concurrent('memory', () => {
  it.skipIf(process.platform !== 'linux')(
    'over what the function has is told once, with the figures',
    async () => {
      await using local = await start(fn({ memory: 128 }))
      await local.act({ act: 'use memory', mb: 400 })
      const { message } = await local.event('fault')
      expect(message).toMatch(/^f used [4-6]\d\d of 128 MB: Lambda would end it\. Raise "memory"$/)
      await local.act({ act: 'count' })
      await local.act({ act: 'exit', status: 0 })
      expect(warnings(local.events)).toEqual([message])
    },
  )

  it('that suffices is not spoken of', async () => {
    await using local = await start(fn({ memory: 2048 }))
    await local.act({ act: 'use memory', mb: 100 })
    await local.act({ act: 'count' })
    expect(warnings(local.events)).toEqual([])
  })
})

describe.concurrent('the log in JSON', () => {
  it('has records of the platform', async () => {
    await using local = await start(fn({ logFormat: 'json' }))
    const { logs, requestId } = await local.act({ act: 'say', out: 'plain\n' })
    expect(logs.map(parsed)).toEqual([
      {
        time: expect.any(String),
        type: 'platform.start',
        record: { requestId, version: '$LATEST' },
      },
      'plain',
      {
        time: expect.any(String),
        type: 'platform.report',
        record: expect.objectContaining({
          requestId,
          status: 'success',
          metrics: expect.objectContaining({
            durationMs: expect.any(Number),
            billedDurationMs: expect.any(Number),
            initDurationMs: expect.any(Number),
            memorySizeMB: 512,
          }),
        }),
      },
    ])
  })

  it('leaves out what is below the levels', async () => {
    const logLevels = { application: 'WARN', system: 'DEBUG' } as const
    await using local = await start(fn({ logFormat: 'json', logLevels }))
    const out = ['{"level":"info","message":"a"}', '{"level":"ERROR","message":"b"}', 'c', '']
    const { logs } = await local.act({ act: 'say', out: out.join('\n') })
    expect(logs).not.toContain(out[0])
    expect(logs).toEqual(expect.arrayContaining([out[1], 'c']))
    expect(logs.some((line) => line.includes('platform.runtimeDone'))).toBe(true)
    const { value } = await local.act({ act: 'environment' })
    expect([value.AWS_LAMBDA_LOG_FORMAT, value.AWS_LAMBDA_LOG_LEVEL]).toEqual(['JSON', 'WARN'])
  })
})

function parsed(line: string): unknown {
  return line.startsWith('{') ? JSON.parse(line) : line
}
