import { describe, expect, it } from 'vitest'
import { Random } from '../../../tests/support/random.ts'
import { layerWord } from '../../core/layers.ts'
import { loadProject } from '../../core/project.ts'
import { silentReporter } from '../../core/reporter.ts'
import { createAws } from '../aws/aws.ts'
import type { Send } from '../aws/clients.ts'
import {
  changesWithPublished,
  findLayerNames,
  layerName,
  planLayer,
  planLayerRemoval,
  planWithPublished,
  publishLayer,
  pruneLayer,
  readLayerVersions,
  requireLayersOfRegion,
  wantedLayers,
} from './index.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
const account = { partition: 'aws', region: 'eu-west-1', id: '123456789012' }
const prod = { name: 'shop', stage: 'prod' }
const dev = { name: 'shop', stage: 'dev' }
const defaults = loadProject({ cwd: '/', env: {} }).functions[0]!
const digest = (content: string) => Buffer.from(content.padEnd(16)).toString('hex')

interface Version {
  Version: number
  Description: string
}

const arnOf = (name: string, version: number) =>
  `arn:aws:lambda:eu-west-1:123456789012:layer:${name}:${version}`

/** Lambda's layers, by name. */
function world() {
  const layers = new Map<string, Version[]>()
  let lost = 0
  const handlers: Record<string, (input: Record<string, unknown>) => unknown> = {
    ListLayerVersions: ({ LayerName }) => ({
      LayerVersions: (layers.get(String(LayerName)) ?? []).map((one) => ({
        ...one,
        LayerVersionArn: arnOf(String(LayerName), one.Version),
      })),
    }),
    ListLayers: () => ({
      Layers: [...layers]
        .filter(([, versions]) => versions.length > 0)
        .map(([LayerName, versions]) => ({ LayerName, LatestMatchingVersion: versions.at(-1) })),
    }),
    PublishLayerVersion: ({ LayerName, Description }) => {
      const name = String(LayerName)
      const versions = layers.get(name) ?? []
      const Version = Math.max(0, ...(published.get(name) ?? [])) + 1
      published.set(name, [...(published.get(name) ?? []), Version])
      layers.set(name, [...versions, { Version, Description: String(Description) }])
      return { Version, LayerVersionArn: arnOf(name, Version) }
    },
    DeleteLayerVersion: ({ LayerName, VersionNumber }) => {
      const name = String(LayerName)
      layers.set(
        name,
        (layers.get(name) ?? []).filter(({ Version }) => Version !== VersionNumber),
      )
      return {}
    },
  }
  const published = new Map<string, number[]>()
  const send = (async (operation: string, input: Record<string, unknown>) => {
    const answer = handlers[operation.split(':')[1]!]!(input)
    if (operation !== 'lambda:PublishLayerVersion' || lost-- <= 0) return answer
    throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
  }) as unknown as Send
  const clock = { now: () => 0, sleep: async () => {}, random: () => 1 }
  const aws = createAws({ send, clock, reporter: silentReporter })
  return { aws, layers, loseAnswers: (count: number) => (lost = count) }
}

type World = ReturnType<typeof world>

/** As a deploy does: plans, publishes, and takes away what nobody needs. */
async function deploy({ aws }: World, application: typeof prod, content: string, keepVersions = 2) {
  const folder = 'layer'
  const functions = [{ ...defaults, keepVersions, layers: ['./layer'] }]
  const zip = new URL(import.meta.url).pathname
  const artifact = { folder, zip, zipBytes: 1, bytes: 1, sha256: digest(content) }
  const [wanted] = wantedLayers(application, functions, [artifact])
  const found = await readLayerVersions(aws, wanted!.name)
  const plan = planLayer(wanted!, found, account, application)
  const options = { aws, account, application, progress: () => {} }
  const arn = await publishLayer(options, plan)
  await pruneLayer(aws, plan)
  const arns = new Map([[plan.arn, arn]])
  const layersOfFunction = { resource: 'function', action: 'update', path: 'layers' } as const
  const to = `${arnOf('other', 4)}, ${plan.arn}`
  const told = changesWithPublished([{ ...layersOfFunction, from: '', to }], arns)
  return { arn, changes: plan.changes, told: [...planWithPublished(plan, arns).changes, ...told] }
}

describe('a layer of a folder', () => {
  it('gets a version only where its content is another, and old ones go', async () => {
    const at = world()
    expect(await deploy(at, prod, 'one')).toMatchObject({
      arn: expect.stringMatching(/:layer:shop-layer-prod:1$/),
      changes: [{ resource: 'layer', action: 'create', to: 'shop-layer-prod' }],
    })
    expect(await deploy(at, prod, 'one')).toMatchObject({ changes: [] })
    expect((await deploy(at, prod, 'two')).arn).toMatch(/:2$/)
    const third = await deploy(at, prod, 'three')
    expect(third.changes).toContainEqual({
      resource: 'layer version',
      action: 'delete',
      from: 'shop-layer-prod:1',
    })
    expect(at.layers.get('shop-layer-prod')!.map(({ Version }) => Version)).toEqual([2, 3])
  })

  it('is told of by the version that it was published as', async () => {
    const at = world()
    await deploy(at, prod, 'one')
    const { changes, told } = await deploy(at, prod, 'two')
    expect(changes).toMatchObject([{ resource: 'layer', from: 1, to: 'next' }])
    expect(told).toMatchObject([
      { resource: 'layer', action: 'update', path: 'shop-layer-prod', from: 1, to: 2 },
      { path: 'layers', to: `${arnOf('other', 4)}, ${arnOf('shop-layer-prod', 2)}` },
    ])
  })

  it('goes back to a version that is still there, and keeps that', async () => {
    const at = world()
    await deploy(at, prod, 'one')
    await deploy(at, prod, 'two')
    expect(await deploy(at, prod, 'one')).toMatchObject({
      arn: expect.stringMatching(/:1$/),
      changes: [],
    })
    await deploy(at, prod, 'one', 1)
    expect(at.layers.get('shop-layer-prod')!.map(({ Version }) => Version)).toEqual([1])
  })

  it('is published once where the answer to it is lost', async () => {
    const at = world()
    at.loseAnswers(1)
    expect((await deploy(at, prod, 'one')).arn).toMatch(/:1$/)
    expect(at.layers.get('shop-layer-prod')).toHaveLength(1)
  })

  it('that somebody else has made by that name is left alone', async () => {
    const at = world()
    at.layers.set('shop-layer-prod', [{ Version: 1, Description: 'mine' }])
    await expect(deploy(at, prod, 'one')).rejects.toMatchObject({ code: 'NOT_OURS' })
    const found = await readLayerVersions(at.aws, 'shop-layer-prod')
    expect(planLayerRemoval('shop-layer-prod', found, prod).going).toEqual([])
  })

  it('of one stage is none of another, whatever is deployed and destroyed', async () => {
    const random = new Random(seed)
    const at = world()
    for (let round = 0; round < 60; round++) {
      const [mine, other] = random.pick([
        [prod, dev],
        [dev, prod],
      ])
      const before = JSON.stringify(at.layers.get(layerName(other, 'layer')))
      if (random.once(4)) {
        for (const name of await findLayerNames(at.aws, mine, [])) {
          const found = await readLayerVersions(at.aws, name)
          await pruneLayer(at.aws, planLayerRemoval(name, found, mine))
        }
        expect(await findLayerNames(at.aws, mine, [])).toEqual([])
      } else await deploy(at, mine, random.pick(['a', 'b', 'c']), 1 + random.below(3))
      const after = JSON.stringify(at.layers.get(layerName(other, 'layer')))
      expect(after, `OCHE_SEED=${seed}`).toBe(before)
    }
  })

  it('is called so that no other folder, project or stage has its name, in 140 characters', () => {
    const folders = ['layer', 'a/b', 'a-b', 'a_b', '../layer', '.', 'ä', 'l'.repeat(200)]
    expect(new Set(folders.map(layerWord)).size).toBe(folders.length)
    for (const folder of folders) {
      const name = layerName({ name: 'p'.repeat(64), stage: 's'.repeat(32) }, folder)
      expect(name).toMatch(/^[A-Za-z0-9_-]{1,140}$/)
    }
  })
})

const of = (region: string) => () =>
  requireLayersOfRegion(
    { name: 'items', layers: [`arn:aws:lambda:${region}:1:layer:x:1`, './layer'] },
    account,
  )

describe('the ARN of a layer', () => {
  it('of another region is refused, since Lambda takes none', () => {
    expect(of('eu-west-1')).not.toThrow()
    expect(of('us-east-1')).toThrow(
      expect.objectContaining({
        code: 'LAYER_UNUSABLE',
        message: 'a layer of items is in us-east-1, and the function in eu-west-1',
      }),
    )
  })
})
