import { describe, expect, it } from 'vitest'
import type { LocalTrace } from '../trace.ts'
import { MOST_OF_LINES } from './entry.ts'
import { Recording } from './recording.ts'

const bytes = (text: string) => Buffer.from(text)

function asked(id: string, event = '{}', at = 1000): LocalTrace {
  return {
    type: 'invocation',
    id,
    at,
    function: 'items',
    requestId: `r-${id}`,
    event: bytes(event),
    exchange: undefined,
  }
}

function whole(id: string, event = '{}'): LocalTrace[] {
  return [
    asked(id, event),
    { type: 'start', id, at: 1300, environment: 'items-1', coldStart: true },
    { type: 'answer', id, at: 1350, kind: 'payload', payload: bytes('"ok"') },
    { type: 'runtime-done', id, at: 1351, hasExtensions: true },
    {
      type: 'report',
      id,
      at: 1352,
      status: 'success',
      errorType: undefined,
      durationMs: 52,
      initDurationMs: 200,
      memorySizeMb: 128,
      maxMemoryUsedMb: 40,
    },
    { type: 'complete', id, at: 1353 },
  ]
}

function recorded(traces: readonly LocalTrace[], recording = new Recording()): Recording {
  for (const trace of traces) recording.trace(trace)
  return recording
}

describe('a recording', () => {
  it('follows an invocation from its arrival to its end', () => {
    const recording = new Recording()
    const states = whole('a').map((trace) => {
      recording.trace(trace)
      return recording.list()[0]!.state
    })
    expect(states).toEqual(['waiting', 'running', 'answered', 'answered', 'answered', 'done'])
    expect(recording.get(1)).toMatchObject({
      function: 'items',
      requestId: 'r-a',
      via: 'direct',
      coldStart: true,
      failed: false,
      durationMs: 350,
      memoryMb: 40,
      event: { text: '{}', bytes: 2, isCut: false },
      result: { text: '"ok"' },
      report: { billedDurationMs: 252, initDurationMs: 200 },
      timeline: [
        { name: 'waiting', fromMs: 0, untilMs: 100 },
        { name: 'init', fromMs: 100, untilMs: 300 },
        { name: 'handler', fromMs: 300, untilMs: 350 },
        { name: 'after', fromMs: 350, untilMs: 351 },
        { name: 'extensions', fromMs: 351, untilMs: 353 },
      ],
    })
  })

  it('has one row for a request and the function that it asked', () => {
    const recording = recorded([
      {
        type: 'exchange',
        exchange: 7,
        at: 900,
        origin: 'http://127.0.0.1:3000',
        isInvokeApi: false,
        method: 'GET',
        target: '/a?b=1',
        headers: [['Host', 'x']],
      },
      { ...asked('a'), exchange: 7 } as LocalTrace,
      { type: 'answer', id: 'a', at: 1000, kind: 'error', payload: bytes('{"errorType":"Bad"}') },
      { type: 'complete', id: 'a', at: 1000 },
      {
        type: 'exchange-end',
        exchange: 7,
        at: 1001,
        body: bytes('body'),
        response: { status: 502, headers: [], body: bytes('no'), bytes: 2, firstAt: 1001 },
        refused: { cause: 'function-error', reason: 'it threw' },
      },
    ])
    expect(recording.list()).toHaveLength(1)
    expect(recording.find('r-a')).toMatchObject({
      via: 'http',
      method: 'GET',
      title: '/a?b=1',
      status: 502,
      failed: true,
      errorType: 'Bad',
      request: { target: '/a?b=1', body: { text: 'body' } },
      response: { status: 502, body: { text: 'no' } },
      refused: { reason: 'it threw' },
    })
  })

  it('joins the pieces of an answer that streams', () => {
    const recording = recorded([
      asked('a'),
      { type: 'answer', id: 'a', at: 1, kind: 'stream', payload: undefined },
      { type: 'piece', id: 'a', at: 2, bytes: bytes('one ') },
      { type: 'piece', id: 'a', at: 3, bytes: bytes('two') },
    ])
    expect(recording.get(1)).toMatchObject({ state: 'streaming', result: { text: 'one two' } })
    recording.trace({ type: 'stream-end', id: 'a', at: 4, failure: '{"errorType":"Cut"}' })
    expect(recording.get(1)).toMatchObject({ state: 'answered', failed: true, errorType: 'Cut' })
  })

  it('keeps lines that come when the invocation is over, with all that was there', () => {
    const recording = recorded(whole('a', '{"a":1}'))
    const late = { type: 'log', function: 'items', requestId: 'r-a', stream: 'stdout' } as const
    recording.event({ ...late, line: 'one' })
    recording.event({ ...late, line: 'two' })
    expect(recording.get(1)).toMatchObject({
      state: 'done',
      event: { text: '{"a":1}' },
      result: { text: '"ok"' },
      logs: [{ line: 'one' }, { line: 'two' }],
    })
    expect(recording.bounds.whole.now).toBe(1)
  })

  it('keeps bodies of no more than it may, and rows of more, and counts what is gone', () => {
    const recording = new Recording({ invocations: 3, rows: 5 })
    for (let i = 1; i <= 7; i++) recorded(whole(String(i)), recording)
    expect(recording.list().map(({ id, isWhole }) => [id, isWhole])).toEqual([
      [3, false],
      [4, false],
      [5, true],
      [6, true],
      [7, true],
    ])
    expect(recording.get(4)).toBeUndefined()
    expect(recording.summary(4)).toMatchObject({ durationMs: 350, state: 'done' })
    expect(recording.bounds).toMatchObject({
      whole: { most: 3, now: 3 },
      rows: { most: 5, now: 5 },
      dropped: { details: 4, rows: 2 },
    })
  })

  it('keeps no more bytes than it may; what is over goes before what is under way', () => {
    const recording = new Recording({ bytes: 1000 })
    recorded([asked('slow', `"${'x'.repeat(300)}"`)], recording)
    recorded(whole('a', `"${'x'.repeat(400)}"`), recording)
    recorded(whole('b', `"${'x'.repeat(500)}"`), recording)
    expect(recording.list().map(({ requestId, isWhole }) => [requestId, isWhole])).toEqual([
      ['r-slow', true],
      ['r-a', false],
      ['r-b', true],
    ])
    expect(recording.bounds.bytes.now).toBeLessThanOrEqual(1000)
  })

  it('forgets the oldest rows, those that took long among them', () => {
    const recording = new Recording({ invocations: 2, rows: 4 })
    recorded([asked('slow')], recording)
    for (let i = 1; i <= 20; i++) recorded(whole(String(i)), recording)
    for (const trace of whole('slow').slice(1)) recording.trace(trace)
    for (let i = 21; i <= 40; i++) recorded(whole(String(i)), recording)
    expect(recording.list().map(({ requestId }) => requestId)).toEqual([
      'r-37',
      'r-38',
      'r-39',
      'r-40',
    ])
  })

  it('gives lines to the newest attempt of their invocation, and no more of them than it keeps', () => {
    const recording = recorded([asked('a')])
    const line = 'x'.repeat(MOST_OF_LINES / 2)
    for (let i = 0; i < 3; i++) {
      recording.event({ type: 'log', function: 'items', requestId: 'r-a', stream: 'stderr', line })
    }
    recording.event({ type: 'fault', function: 'items', requestId: 'r-a', message: 'late' })
    expect(recording.get(1)).toMatchObject({
      logs: [
        { from: 'stderr', line },
        { from: 'fault', line: 'late' },
      ],
      droppedLines: 2,
    })
  })

  it('gives lines to the newest of the attempts under way at once, then to the one that is left', () => {
    const again = (id: string) => ({ ...asked(id), requestId: 'r' }) as LocalTrace
    const recording = recorded([again('a'), again('b'), again('c'), asked('other')])
    const note = (line: string) =>
      recording.event({ type: 'log', function: 'items', requestId: 'r', stream: 'stdout', line })
    note('of c')
    for (const id of ['b', 'c']) {
      recording.trace({ type: 'complete', id, at: 2000 })
      note(`after ${id}`)
    }
    recording.trace({ type: 'complete', id: 'a', at: 3000 })
    note('late')
    const lines = [1, 2, 3].map((id) => recording.get(id)!.logs.map(({ line }) => line))
    expect(lines).toEqual([['after c'], [], ['of c', 'after b', 'late']])
  })

  it('tells of rows as they change, and of each that changes fast once', async () => {
    const recording = new Recording()
    const stop = new AbortController()
    const changes = recording.changes(stop.signal)
    const first = changes.next()
    recorded(whole('a'), recording)
    recorded(whole('b'), recording)
    expect((await first).value).toMatchObject({ requestId: 'r-a', state: 'done' })
    expect((await changes.next()).value).toMatchObject({ requestId: 'r-b', state: 'done' })
    const last = changes.next()
    stop.abort()
    expect(await last).toEqual({ done: true, value: undefined })
  })

  it('cuts titles, so that rows are short however long a path or a name is', () => {
    const long = 'x'.repeat(100_000)
    const queue = { Records: [{ eventSource: 'aws:sqs', eventSourceARN: `arn:aws:sqs:::${long}` }] }
    const events = [
      JSON.stringify({ httpMethod: 'GET', path: `/${long}` }),
      JSON.stringify(queue),
      JSON.stringify({ 'detail-type': long, source: 'shop' }),
      JSON.stringify({ long }),
    ]
    const titles = recorded(events.map((event, at) => asked(`${at}`, event)))
      .list()
      .map(({ title }) => title)
    expect(titles).toHaveLength(4)
    for (const title of titles) expect(title.length).toBeLessThanOrEqual(501)
    expect(titles.filter((title) => title.endsWith('…'))).toHaveLength(3)
  })

  it('says base64 where bytes are no text', () => {
    const recording = recorded([asked('a')])
    recording.trace({
      type: 'answer',
      id: 'a',
      at: 1,
      kind: 'payload',
      payload: Buffer.from([0xff]),
    })
    expect(recording.get(1)?.result).toEqual({
      text: '/w==',
      encoding: 'base64',
      bytes: 1,
      isCut: false,
    })
  })
})
