import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import type { LocalEvent } from '../../../local/index.ts'
import { createOutput } from '../../output/output.ts'
import { createView, type View } from './view.ts'

/** A view, and what it has written to both streams so far. */
function viewed(json: boolean): { view: View; text(): string } {
  const stream = new PassThrough()
  const output = createOutput({
    stdout: stream,
    stderr: stream,
    json,
    verbose: false,
    quiet: false,
    colour: false,
    columns: 80,
    canRedraw: false,
  })
  const view = createView(output, { functions: ['items'], root: '/app', hasKeys: false })
  return { view, text: () => String(stream.read() ?? '') }
}

const REASON = 'body is an object, not a string: JSON.stringify it'

const refused: LocalEvent = {
  type: 'request',
  method: 'GET',
  path: '/items',
  status: 500,
  durationMs: 4,
  coldStart: false,
  requestId: 'one',
  function: 'items',
  refused: { cause: 'malformed-answer', reason: REASON },
}

it('why an answer was refused stands under the line of its request', () => {
  const { view, text } = viewed(false)
  view.event(refused)
  const lines = text().trimEnd().split('\n')
  expect(lines[0]).toContain('/items')
  expect(lines.slice(1)).toEqual([`    ${REASON}`])
})

it('what a line has told already is not told again', () => {
  const { view, text } = viewed(false)
  view.event({ type: 'fault', function: 'items', requestId: 'one', message: 'timed out' })
  view.event({ ...refused, refused: { cause: 'function-error', reason: 'the function failed' } })
  expect(text()).not.toContain('the function failed')
})

it('--json has the reason in the object of the request, and every address in that of the start', () => {
  const { view, text } = viewed(true)
  view.event(refused)
  expect(JSON.parse(text())).toMatchObject({ type: 'request', refused: { reason: REASON } })
  view.ready('http://127.0.0.1:1', [{ name: 'items', url: 'http://127.0.0.1:1', routes: [] }])
  expect(JSON.parse(text())).toMatchObject({ urls: { items: 'http://127.0.0.1:1' } })
})

it('what starts a function besides requests is listed with the command that sends one', () => {
  const triggers = [
    { name: 'sqs', text: 'sqs orders' },
    { name: 'schedule-2', text: 'schedule rate(1 day)' },
  ]
  const worker = { name: 'worker', url: undefined, routes: [], triggers }
  const { view, text } = viewed(false)
  view.ready('http://127.0.0.1:1', [worker])
  expect(text()).toContain('    sqs orders → worker: oche invoke worker --event sqs\n')
  const url = 'http://127.0.0.1:1'
  view.ready(url, [{ ...worker, url, routes: ['$default'] }])
  const shown = text()
  expect(shown).toContain('rate(1 day) → worker: oche invoke worker --event schedule-2\n')
  expect(shown).not.toContain('any path')
  const json = viewed(true)
  json.view.ready(url, [worker])
  expect(JSON.parse(json.text())).toMatchObject({ events: { worker: ['sqs', 'schedule-2'] } })
})
