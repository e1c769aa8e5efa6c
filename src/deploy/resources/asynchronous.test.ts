import { describe, expect, it } from 'vitest'
import { defaults } from '../../core/defaults.ts'
import type { FunctionConfig } from '../../core/project.ts'
import { silentReporter } from '../../core/reporter.ts'
import { createAws } from '../aws/aws.ts'
import type { Send } from '../aws/clients.ts'
import type { Context, Planning, Reading } from '../converge/resource.ts'
import { asynchronous, type FoundAsynchronous, type WantedAsynchronous } from './asynchronous.ts'

const account = { partition: 'aws', region: 'eu-west-1', id: '1' }
const place = { account, project: 'p', function: 'a' }

/** A function that tells another one of the project, whose alias is there or comes to be. */
function telling(together: string[] | undefined, alias: 'there' | 'missing' | 'comes') {
  let looks = 0
  const calls: string[] = []
  const send = (async (operation: string) => {
    calls.push(operation)
    const isThere = alias === 'there' || (alias === 'comes' && ++looks > 3)
    if (operation === 'lambda:GetAlias' && isThere) return {}
    if (operation.includes(':Put')) return {}
    throw Object.assign(new Error('no'), { name: 'ResourceNotFoundException' })
  }) as unknown as Send
  const clock = { now: () => 0, sleep: async () => {}, random: () => 1 }
  const aws = createAws({ send, clock, reporter: silentReporter })
  const fn = { ...defaults, name: 'a', onFailure: 'b' } as unknown as FunctionConfig
  const wanted = asynchronous.desire({ place, fn, environment: {}, together })
  return { aws, wanted, calls }
}

async function planned({ aws, wanted }: ReturnType<typeof telling>) {
  const live = {}
  const reading = { aws, place, wanted, live } as unknown as Reading<WantedAsynchronous>
  const found = await asynchronous.read(reading)
  const planning = { place, wanted, found } as unknown as Planning<
    WantedAsynchronous,
    FoundAsynchronous | undefined
  >
  return asynchronous.plan(planning).make?.steps.map(({ call }) => call)
}

const carryOut = async (alias: 'comes' | 'missing', failed: string[]) => {
  const { aws, wanted, calls } = telling(['a', 'b'], alias)
  const context = { aws, place, facts: { failed: new Set(failed) } } as unknown as Context
  const handlers = asynchronous.apply!(wanted)
  await handlers['lambda:PutFunctionEventInvokeConfig']!(context, {})
  return calls.at(-1)
}

const missing = expect.objectContaining({ code: 'DESTINATION_MISSING' })

describe('a function of the project that is told', () => {
  it('is looked for before anything is made, where the run does not deploy it', async () => {
    await expect(planned(telling(['a'], 'missing'))).rejects.toEqual(missing)
    const put = ['lambda:PutFunctionEventInvokeConfig']
    expect(await planned(telling(['a'], 'there'))).toEqual(put)
    expect(await planned(telling(['a', 'b'], 'missing'))).toEqual(put)
  })

  it('is waited for where the same run deploys it, unless that has failed', async () => {
    expect(await carryOut('comes', [])).toBe('lambda:PutFunctionEventInvokeConfig')
    await expect(carryOut('missing', ['b'])).rejects.toEqual(missing)
  })
})
