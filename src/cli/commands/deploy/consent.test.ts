import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../../deploy/index.ts'
import { Arguments } from '../../arguments/values.ts'
import { createOutput } from '../../output/output.ts'
import type { CommandContext } from '../context.ts'
import { consent, takesAway } from './consent.ts'

const change = (action: Change['action'], resource: string, path?: string): Change => ({
  resource,
  action,
  ...(path !== undefined && { path }),
})

describe('what a deploy is to ask about', () => {
  it.each([
    change('delete', 'url'),
    change('delete', 'function'),
    change('replace', 'permission', 'OcheHttpApi'),
    change('delete', 'route', 'GET /items'),
    change('delete', 'function', 'reservedConcurrency'),
  ])('is %j', (one) => {
    expect(takesAway(one)).toBe(true)
  })

  it.each([
    change('create', 'url'),
    change('update', 'function', 'memory'),
    change('delete', 'version'),
    change('delete', 'function', 'environment.TABLE'),
    change('delete', 'role', 'tags.team'),
    change('delete', 'alias', 'weight of version 3'),
  ])('is not %j', (one) => {
    expect(takesAway(one)).toBe(false)
  })
})

function asked(stage: string | undefined, taken: readonly Change[], isTTY: boolean, keys = '') {
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const screen = new PassThrough()
  const how = { json: false, verbose: false, quiet: false, colour: false, canRedraw: true }
  stdin.write(keys)
  const context = {
    args: new Arguments([], new Map()),
    output: createOutput({ stdout: screen, stderr: screen, columns: 80, ...how }),
    stdin,
    signal: new AbortController().signal,
  } as unknown as CommandContext
  return consent({ stage }, taken, context)
}

describe('the question of a deploy', () => {
  const gone = [change('delete', 'url')]

  it('is asked where something of a stage goes', async () => {
    expect(await asked('prod', gone, true, 'n\r')).toBe('no')
    expect(await asked('prod', gone, true, 'y\r')).toBe('yes')
  })

  it('is not asked where nothing goes, nor without a stage', async () => {
    expect(await asked('prod', [], false)).toBe('yes')
    expect(await asked(undefined, gone, false)).toBe('yes')
  })

  it('ends the command where nobody can be asked', async () => {
    await expect(asked('prod', gone, false)).rejects.toMatchObject({
      code: 'USAGE',
      remedy: expect.stringContaining('oche deploy --yes --stage prod'),
    })
  })
})
