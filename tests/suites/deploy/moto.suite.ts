import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leftovers, running, sample, yaml } from './scenario.ts'
import { awsEnvironment, startMoto, type AwsServer } from './servers.ts'

let server: AwsServer
beforeAll(async () => {
  server = await startMoto()
  Object.assign(process.env, awsEnvironment(server.url))
})
afterAll(() => server.stop())

describe('the same calls against a server that checks what it is sent', () => {
  it.each([
    // It keeps no conditions of a URL's permissions, so only a private URL is unchanged there.
    ['url', 'http: url\n'],
    ['api', 'http: { kind: http-api, access: public, routes: ["GET /items", "$default"] }\n'],
    ['least', 'permissions: minimal\nhttp: none\n'],
  ])('%s: deployed, unchanged, changed, destroyed', async (name, settings) => {
    using project = sample(`moto-${name}`, settings)
    const [one, two] = [await project.zip('one'), await project.zip('two')]
    const aws = await running(project.path, server.url)
    expect((await aws.deploy(one)).version).toBe('1')
    expect(await aws.pending(one)).toEqual([])
    expect((await aws.deploy(two)).version).toBe('2')
    project.write('oche.yaml', yaml(project.name, `memory: 256\n${settings}`))
    const changed = await running(project.path, server.url)
    expect((await changed.deploy(two)).version).toBe('3')
    expect(await changed.pending(two)).toEqual([])
    await changed.destroy()
    expect(await leftovers(server.url, project.name)).toEqual([])
  })
})
