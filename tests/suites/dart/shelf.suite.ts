import { spawn, type ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalLambda } from '../../../src/local/index.ts'
import type { LocalFunctionSettings, LocalLambda } from '../../../src/local/index.ts'
import { send, type Sent } from '../../local/http.ts'
import { dart, DartPrograms } from '../../support/dart.ts'
import { stop } from '../../support/server-process.ts'
import { exchanges, through, type Answer } from './exchanges.ts'

if (!dart) throw new Error('OCHE_DART has to name what runs Dart')

/** Of the real packages, where `dart pub get` has found them; stand-ins otherwise. */
const programs = new DartPrograms(dart, process.env['OCHE_DART_PACKAGES'] || undefined)
const folder = 'dart/oche_shelf/test/differential'

const binaryMediaTypes = ['*/*']
const endpoints: Record<string, LocalFunctionSettings['http']> = {
  url: 'url',
  'a streaming url': { kind: 'url', streaming: true },
  'http-api': 'http-api',
  'http-api-v1': 'http-api-v1',
  rest: { kind: 'rest', binaryMediaTypes },
  'a streaming rest': { kind: 'rest', streaming: true, binaryMediaTypes },
  alb: 'alb',
  'alb with multi-value headers': { kind: 'alb', multiValueHeaders: true },
}

let server: ChildProcess
let shelf: string
const lambdas: Record<string, LocalLambda> = {}
beforeAll(async () => {
  const { command, args } = programs.compile(`${folder}/on_shelf_io.dart`)
  server = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  shelf = await new Promise((resolve) => {
    server.stdout!.on('data', (text) => {
      const port = /port (\d+)/.exec(String(text))?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
  })
  const executable = programs.bootstrap(`${folder}/on_lambda.dart`)
  for (const [name, http] of Object.entries(endpoints)) {
    lambdas[name] = await startLocalLambda({
      functions: [
        {
          settings: { name: 'app', memory: 512, timeout: 60, http },
          environment: name.includes('streaming') ? { OCHE_RESPONSE_STREAMING: 'true' } : {},
          code: { executable },
        },
      ],
      initTimeoutMs: 60_000,
    })
  }
}, 300_000)
afterAll(async () => {
  for (const lambda of Object.values(lambdas)) await lambda.close()
  if (server) await stop(server)
  programs[Symbol.dispose]()
})

describe.each(Object.keys(endpoints))('%s', (endpoint) => {
  it.each(exchanges)('$name is as under shelf_io', async ({ name, path, sent }) => {
    const [wanted, got] = await Promise.all([
      answerOf(shelf + path, sent),
      answerOf(lambdas[endpoint]!.urls['app']! + path, sent),
    ])
    expect(got).toEqual(through(endpoint, name, wanted))
  })
})

const HEADERS = [
  'cache-control',
  'content-encoding',
  'content-type',
  'etag',
  'location',
  'set-cookie',
  'vary',
  'x-many',
]

async function answerOf(url: string, sent: Sent): Promise<Answer> {
  const { status, headers, body } = await send(url, sent)
  const told = HEADERS.flatMap((name) =>
    headers[name] === undefined ? [] : [[name, headers[name]]],
  )
  const text = body.toString('latin1')
  return {
    status,
    headers: Object.fromEntries(told),
    body: text.length > 5000 ? text.length : text,
  }
}
