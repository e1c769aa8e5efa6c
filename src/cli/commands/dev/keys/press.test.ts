import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createOutput } from '../../../output/output.ts'
import { press, restartedText } from './press.ts'

/** What one key after the other does. */
function pressed(...keys: string[]) {
  const screen = new PassThrough()
  const how = { json: false, verbose: false, quiet: false, colour: false, canRedraw: true }
  const output = createOutput({ stdout: screen, stderr: screen, columns: 80, ...how })
  const done: string[] = []
  const pressing = {
    output,
    say: (text: string) => void done.push(text),
    program: { restart: () => void done.push('restart') },
    openConsole: () => void done.push('console'),
    quit: () => void done.push('quit'),
  }
  for (const key of keys) press(key, pressing)
  return { done, output, screen: String(screen.read() ?? '') }
}

describe('a key of oche dev', () => {
  it('opens the console, restarts, quits', () => {
    expect(pressed('o', 'r', 'q').done).toEqual(['console', 'restart', 'quit'])
  })

  it('switches verbose on and off', () => {
    expect(pressed('v')).toMatchObject({ done: ['Verbose is on.'], output: { verbose: true } })
    expect(pressed('v', 'v').output.verbose).toBe(false)
  })

  it('clears what stands on the screen', () => {
    expect(pressed('c').screen).toBe('\x1b[1;1H\x1b[0J')
  })

  it('lists each of them', () => {
    const [list] = pressed('?').done
    expect(list!.split('\n').map((line) => line.trim()[0])).toEqual(['o', 'r', 'c', 'v', 'q', '?'])
  })

  it.each(['x', 'R', 'O', ''])('is none: %j', (key) => {
    expect(pressed(key)).toMatchObject({ done: [], screen: '' })
  })
})

it.each([
  [0, 0, 'Nothing has run yet: the next request is cold.'],
  [1, 0, 'Restarted: 1 process ended; the next request is cold.'],
  [3, 0, 'Restarted: 3 processes ended; the next request is cold.'],
  [0, 1, 'Restarted: 1 process to end after the answer; the next request is cold.'],
  [
    2,
    4,
    'Restarted: 2 processes ended, 4 processes to end after the answer; the next request is cold.',
  ],
])('a restart that ended %s processes, with %s at work, says so', (ended, finishing, text) => {
  expect(restartedText({ ended, finishing })).toBe(text)
})
