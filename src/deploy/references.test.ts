import { describe, expect, it } from 'vitest'
import { remoteReferences } from '../core/references.ts'
import { silentReporter } from '../core/reporter.ts'
import { createAws } from './aws/aws.ts'
import type { Send } from './aws/clients.ts'
import { readReferences } from './references.ts'

const PARAMETERS: Record<string, string> = { '/shop/key': 'key-secret', '/shop/table': 'items' }
const SECRETS: Record<string, string | undefined> = {
  plain: 'plain-secret',
  json: '{"user":"ada","port":5432,"password":"json-secret"}',
  list: '["list-secret"]',
  binary: undefined,
}

/** SSM and Secrets Manager, and what they were asked. */
function world(parameters = PARAMETERS) {
  const calls: { operation: string; input: object }[] = []
  const send = (async (operation: string, input: { Names?: string[]; SecretId?: string }) => {
    calls.push({ operation, input })
    if (operation === 'ssm:GetParameters') {
      const known = input.Names!.filter((name) => name.replace(/:.*/, '') in parameters)
      return {
        Parameters: known.map((name) => {
          const [Name, version] = name.split(':')
          const Selector = version === undefined ? {} : { Selector: `:${version}` }
          return { Name, Value: parameters[Name!], ...Selector }
        }),
        InvalidParameters: input.Names!.filter((name) => !known.includes(name)),
      }
    }
    const id = input.SecretId!
    if (id in SECRETS) return { Name: id, SecretString: SECRETS[id] }
    throw Object.assign(new Error('none'), { name: 'ResourceNotFoundException' })
  }) as unknown as Send
  const clock = { now: () => 0, sleep: async () => {}, random: () => 1 }
  return { calls, aws: createAws({ send, clock, reporter: silentReporter }) }
}

const inEnvironment = (environment: Record<string, string>) =>
  remoteReferences(environment, 'environment', 'items')

describe('what references name in AWS', () => {
  it('is read: parameters decrypted, whole secrets, and keys of secrets that are JSON', async () => {
    const { aws, calls } = world()
    const found = await readReferences(
      aws,
      inEnvironment({
        A: 'x-${ssm:/shop/key}-${ssm:/shop/table:3}',
        B: '${secret:plain}${secret:json#password}',
        C: '${secret:json#port} ${secret:json#user} ${env:HOME}',
      }),
    )
    expect([...found].toSorted()).toEqual([
      ['${secret:json#password}', 'json-secret'],
      ['${secret:json#port}', '5432'],
      ['${secret:json#user}', 'ada'],
      ['${secret:plain}', 'plain-secret'],
      ['${ssm:/shop/key}', 'key-secret'],
      ['${ssm:/shop/table:3}', 'items'],
    ])
    expect(calls.filter(({ operation }) => operation === 'ssm:GetParameters')).toEqual([
      {
        operation: 'ssm:GetParameters',
        input: { Names: ['/shop/key', '/shop/table:3'], WithDecryption: true },
      },
    ])
    expect(calls).toHaveLength(3)
  })

  it('is asked for ten parameters at a time, and for each once', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `/p/${index}`)
    const { aws, calls } = world(Object.fromEntries(names.map((name) => [name, 'x'])))
    const environment = Object.fromEntries(
      [...names, ...names].map((name, index) => [`V${index}`, `\${ssm:${name}}`]),
    )
    expect((await readReferences(aws, inEnvironment(environment))).size).toBe(23)
    const sizes = calls.map(({ input }) => (input as { Names: string[] }).Names.length)
    expect(sizes.toSorted()).toEqual([10, 10, 3].toSorted())
  })

  it.each([
    ['${ssm:/shop/kye}', 'SSM has no parameter /shop/kye here', 'aws ssm put-parameter'],
    ['${secret:none}', 'Secrets Manager has no secret none here', 'create-secret --name none'],
    ['${secret:none#a}', 'has no secret none here', `none --secret-string '{"a":"…"}'`],
    ['${secret:binary}', 'which is no text', 'text'],
    ['${secret:plain#a}', 'the secret is no JSON object', 'Leave out #a'],
    ['${secret:list#a}', 'the secret is no JSON object', 'Leave out #a'],
    ['${secret:json#pasword}', 'the secret has no key "pasword"', 'Did you mean "password"?'],
    ['${secret:json#toString}', 'the secret has no key "toString"', 'Correct the key'],
  ])('that is not there is told with its place and no value: %s', async (reference, what, how) => {
    const error = await readReferences(world().aws, inEnvironment({ KEY: reference })).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({
      code: 'REFERENCE_MISSING',
      message: expect.stringMatching(/^environment\.KEY of items needs /),
      remedy: expect.stringContaining(how),
      exit: 1,
    })
    expect((error as Error).message).toContain(what)
    expect(JSON.stringify(error)).not.toMatch(/(plain|json|list|key)-secret/)
  })
})
