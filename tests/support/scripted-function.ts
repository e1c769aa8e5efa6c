import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LocalCode, LocalFunction } from '../../src/local/types.ts'

/** What the function posts for an event. */
export interface Outcome {
  path: 'response' | 'error'
  payload: string | Uint8Array
}

/** What the function got. */
interface Received {
  event: Buffer
  clientContext: string
  /** Address of the Runtime API that the event came from. */
  runtimeApi: string
}

/** A function in a process of its own whose outcomes are told by the test. */
export interface ScriptedFunction {
  part: Pick<LocalFunction, 'code' | 'environment'>
  /** Decides the outcome of an event, from now on; echoes it unless told otherwise. */
  outcome: (received: Received) => Outcome | Promise<Outcome>
  close(): void
}

type Bootstrap = 'forward' | 'stream'

/** @param bootstrap of tests/fixtures/bootstraps, which says what it asks the test for */
export async function scriptedFunction(
  bootstrap: Bootstrap = 'forward',
): Promise<ScriptedFunction> {
  const folder = mkdtempSync(join(tmpdir(), 'oche-scripted-'))
  const server = createServer(async (request, response) => {
    const { path, payload } = await scripted.outcome({
      event: await bodyOf(request),
      clientContext: String(request.headers['x-client-context'] ?? ''),
      runtimeApi: String(request.headers['x-runtime-api'] ?? ''),
    })
    response.setHeader('X-Outcome', path)
    response.end(payload)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const script = fileURLToPath(new URL(`../fixtures/bootstraps/${bootstrap}.mjs`, import.meta.url))
  const scripted: ScriptedFunction = {
    part: {
      code: nodeBootstrap(folder, script),
      environment: { TEST_URL: `http://127.0.0.1:${port}/` },
    },
    outcome: ({ event }) => ({ path: 'response', payload: event }),
    close: () => {
      server.close()
      server.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return scripted
}

/** A `bootstrap` that runs a script in this Node; `PATH` inside of Lambda knows none. */
function nodeBootstrap(folder: string, script: string): LocalCode {
  const executable = join(folder, 'bootstrap')
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${script}"\n`)
  chmodSync(executable, 0o755)
  return { executable }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
