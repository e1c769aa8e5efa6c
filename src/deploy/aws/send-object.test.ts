import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { silentReporter } from '../../core/reporter.ts'
import { createAws } from './aws.ts'
import { connect } from './clients.ts'
import type { Clock } from './clock.ts'
import { sendObject } from './send-object.ts'

const folder = mkdtempSync(join(tmpdir(), 'oche-send-'))
const MB = 1024 * 1024

/** What an S3 on loopback does with the next calls; undefined: it takes them. */
type Fault = 'SlowDown' | 'RequestTimeout' | 'NoSuchBucket' | 'AccessDenied' | 'reset' | undefined

const STATUS = { SlowDown: 503, RequestTimeout: 400, NoSuchBucket: 404, AccessDenied: 403 }

let faults: Fault[] = []
let seen: string[] = []
/** Of every object, or part, that was taken: bytes and digest. */
let taken: { bytes: number; sha256: string | undefined; told: unknown }[] = []

const server = createServer((request, response) => void answer(request, response))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url!
  const kind = /uploads/.test(url) ? 'begin' : /partNumber=(\d+)/.exec(url)?.[1]
  seen.push(`${request.method} ${kind ?? (/uploadId/.test(url) ? 'end' : 'whole')}`)
  const fault = request.method === 'PUT' ? faults.shift() : undefined
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
    if (fault === 'reset') return void request.destroy()
  }
  if (fault !== undefined && fault !== 'reset') {
    response.writeHead(STATUS[fault], { 'content-type': 'application/xml' })
    return void response.end(`<Error><Code>${fault}</Code><Message>no</Message></Error>`)
  }
  if (request.method === 'PUT') {
    const told = request.headers['x-amz-checksum-sha256']
    taken.push({ bytes, sha256: hash.digest('base64'), told })
    return void response.writeHead(200, { etag: '"e"' }).end()
  }
  const name = kind === 'begin' ? 'InitiateMultipartUploadResult' : 'CompleteMultipartUploadResult'
  response.writeHead(200, { 'content-type': 'application/xml' })
  response.end(`<${name}><UploadId>u</UploadId></${name}>`)
}

let now = 0
const clock: Clock = {
  now: () => now,
  sleep: async (milliseconds) => void (now += milliseconds),
  random: () => 1,
}

let endpoint = ''
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const content = randomBytes(3 * MB)
const path = join(folder, 'package.zip')
writeFileSync(path, content)
const digest = createHash('sha256').update(content)
const sha256 = digest.digest('hex')

async function send(file: { path: string; bytes: number }, ...meets: Fault[]): Promise<string[]> {
  ;[faults, seen, taken] = [meets, [], []]
  const { send: sending } = connect({ endpoint, region: 'eu-west-1' })
  const aws = createAws({ send: sending, clock, reporter: silentReporter })
  const told = new Set<string>()
  await sendObject({
    aws,
    progress: (message) => void told.add(message),
    object: { Bucket: 'b', Key: 'k' },
    file: { ...file, sha256 },
    isNew: true,
  })
  return [...told]
}

describe('a package on its way to S3', () => {
  it('is sent again from the file when S3 is slow, the bucket new or the connection gone', async () => {
    const meets = ['SlowDown', 'RequestTimeout', 'NoSuchBucket', 'reset', 'SlowDown'] as const
    const told = await send({ path, bytes: content.length }, ...meets)
    const whole = Buffer.from(sha256, 'hex').toString('base64')
    expect(taken).toEqual([{ bytes: content.length, sha256: whole, told: whole }])
    expect(seen).toHaveLength(6)
    expect(told).toContain('uploading the package: 50 % of 3.0 MB')
    expect(told).toContain('uploading the package: 100 % of 3.0 MB')
  })

  it('that S3 refuses is not sent again, and the SDK says nothing of its own', async () => {
    const warn = vi.spyOn(console, 'warn')
    const sent = send({ path, bytes: content.length }, 'AccessDenied')
    await expect(sent).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    expect(seen).toEqual(['PUT whole'])
    expect(warn).not.toHaveBeenCalled()
  })

  it('over 100 MB goes in parts, of which only the lost one is sent again', async () => {
    const large = join(folder, 'large.zip')
    writeFileSync(large, content)
    truncateSync(large, 101 * MB)
    await send({ path: large, bytes: 101 * MB }, undefined, 'SlowDown', 'reset')
    const parts = ['1', '2', '2', '2', '3', '4', '5', '6', '7'].map((part) => `PUT ${part}`)
    expect(seen).toEqual(['POST begin', ...parts, 'POST end'])
    expect(taken.map(({ bytes }) => bytes / MB)).toEqual([16, 16, 16, 16, 16, 16, 5])
    for (const part of taken) expect(part.told).toBe(part.sha256)
  })

  it('in parts, of which one is refused, leaves none of them behind', async () => {
    const large = join(folder, 'large.zip')
    const sent = send({ path: large, bytes: 101 * MB }, undefined, 'AccessDenied')
    await expect(sent).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    expect(seen).toEqual(['POST begin', 'PUT 1', 'PUT 2', 'DELETE end'])
  })
})
