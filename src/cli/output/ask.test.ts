import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { ask } from './ask.ts'
import { createOutput } from './output.ts'

/** A keyboard and a screen. */
function terminal(canRedraw: boolean) {
  const stdin = new PassThrough()
  const stderr = new PassThrough()
  const controller = new AbortController()
  const how = { json: false, verbose: false, quiet: false, colour: false, columns: 80 }
  const output = createOutput({ stdout: stderr, stderr, ...how, canRedraw })
  const asked = ask('Delete? ', { stdin, output, signal: controller.signal })
  return { stdin, stderr, asked, interrupt: () => controller.abort() }
}

it.each([true, false])('an answer is a line (terminal: %s)', async (canRedraw) => {
  const { stdin, asked, stderr } = terminal(canRedraw)
  stdin.write('yes\r\n')
  expect(await asked).toBe('yes')
  expect(String(stderr.read())).toContain('Delete? ')
})

it.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s leaves the question', async (_, key) => {
  const { stdin, asked } = terminal(true)
  stdin.write(key)
  expect(await asked).toBeUndefined()
})

it('the end of the input leaves it, and so does a signal', async () => {
  const ended = terminal(false)
  ended.stdin.end()
  expect(await ended.asked).toBeUndefined()
  const interrupted = terminal(true)
  interrupted.interrupt()
  expect(await interrupted.asked).toBeUndefined()
})
