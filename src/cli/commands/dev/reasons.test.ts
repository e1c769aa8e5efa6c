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
