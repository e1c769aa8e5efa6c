import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Arguments } from '../arguments/values.ts'
import { createOutput } from '../output/output.ts'
import { agreement } from './agreement.ts'

function asked(keys: string, how: { isTTY?: boolean; json?: boolean; yes?: boolean } = {}) {
  const { isTTY = true, json = false, yes = false } = how
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const screen = new PassThrough()
  const plain = { verbose: false, quiet: false, colour: false, columns: 80, canRedraw: true }
  stdin.write(keys)
  return agreement('Delete?', 'Type: oche destroy --yes', {
    args: new Arguments([], new Map(yes ? [['yes', true as const]] : [])),
    output: createOutput({ stdout: screen, stderr: screen, json, ...plain }),
    stdin,
    signal: new AbortController().signal,
  })
}

describe('the question before anything is deleted or replaced', () => {
  it.each([
    ['y\r', 'yes'],
    ['YES\r', 'yes'],
    ['n\r', 'no'],
    ['\r', 'no'],
    ['yesterday\r', 'no'],
    ['\u0003', 'left'],
    ['\u0004', 'left'],
    ['y\u0003', 'left'],
  ])('%j is %s', async (keys, answer) => {
    expect(await asked(keys)).toBe(answer)
  })

  it('is not asked with --yes', async () => {
    expect(await asked('', { yes: true, isTTY: false })).toBe('yes')
  })

  it.each([{ isTTY: false }, { json: true }])('cannot be asked with %j', async (how) => {
    await expect(asked('y\r', how)).rejects.toMatchObject({ code: 'USAGE' })
  })
})
