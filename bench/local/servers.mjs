import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zipSync } from 'fflate'
import { freePort } from '../free-port.mjs'

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const floorProgram = fileURLToPath(new URL('floor.mjs', import.meta.url))

/** Long enough for the slowest to start. */
const PATIENCE = 60_000

/**
 * A server has a `name`, where to send requests for the Invoke API (`invoke`) and the endpoint
 * (`http`), and `stop`.
 */
export async function oche({ functions, folder }) {
  const [invoke, http] = await Promise.all(
    functions.map((fn) => ocheDev(fn, join(folder, `oche-${fn.name}`))),
  )
  return ready({
    name: 'Oche',
    invoke: { url: `${invoke.url}${invocations('echo')}` },
    http: { url: `${http.url}/` },
    stop: () => Promise.all([stop(invoke.server), stop(http.server)]),
  })
}

/** `oche dev` runs one artifact, which lies in the project as one of a compiler's own does. */
async function ocheDev({ name, executable, http }, folder) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'oche.yaml'), `name: ${name}\nhttp: ${http}\n`)
  copyFileSync(executable, join(folder, 'bootstrap'))
  const port = await freePort()
  const args = ['dev', '--quiet', '--port', String(port), '--artifact', 'bootstrap']
  const server = start(process.execPath, [program, ...args], { cwd: folder })
  return { url: `http://127.0.0.1:${port}`, server }
}

export async function cargoLambda({ cargoLambda, project }, concurrency) {
  const port = await freePort()
  const server = start(
    cargoLambda,
    `lambda watch --release --ignore-changes --quiet --invoke-address 127.0.0.1 --invoke-port ${port} --concurrency ${concurrency}`.split(
      ' ',
    ),
    { cwd: project },
  )
  const url = `http://127.0.0.1:${port}`
  return ready({
    name:
      concurrency === 1 ? 'cargo lambda watch' : `cargo lambda watch --concurrency ${concurrency}`,
    invoke: { url: `${url}${invocations('echo')}` },
    http: { url: `${url}/lambda-url/http-echo/` },
    stop: () => stop(server),
  })
}

export async function ministack({ ministack, functions }) {
  const port = await freePort()
  const server = start(ministack, [], { env: { ...process.env, GATEWAY_PORT: String(port) } })
  const url = `http://127.0.0.1:${port}`
  await answers({ url })
  for (const fn of functions) {
    await post(`${url}/2015-03-31/functions`, {
      FunctionName: fn.name,
      Runtime: 'provided.al2023',
      Handler: 'bootstrap',
      Role: 'arn:aws:iam::123456789012:role/bench',
      Code: { ZipFile: zipOf(fn).toString('base64') },
    })
  }
  const made = await post(`${url}/2021-10-31/functions/http-echo/url`, { AuthType: 'NONE' })
  const { FunctionUrl } = JSON.parse(made.text)
  return ready({
    name: 'ministack',
    invoke: { url: `${url}${invocations('echo')}` },
    http: { url: `${url}/`, host: new URL(FunctionUrl).host },
    stop: () => stop(server),
  })
}

/** No Lambda at all. */
export async function floor() {
  const port = await freePort()
  const server = start(process.execPath, [floorProgram, String(port)])
  const endpoint = { url: `http://127.0.0.1:${port}/` }
  const name = 'the same bytes each time (the floor)'
  return ready({ name, invoke: endpoint, http: endpoint, stop: () => stop(server) })
}

function invocations(name) {
  return `/2015-03-31/functions/${name}/invocations`
}

/** The executable as `bootstrap` in a zip. */
function zipOf({ executable }) {
  const mode = { os: 3, attrs: 0o100755 << 16 }
  return Buffer.from(zipSync({ bootstrap: [readFileSync(executable), mode] }))
}

/** Waits until both endpoints answer, which starts the functions. */
async function ready(server) {
  for (const endpoint of [server.invoke, server.http]) await answers(endpoint)
  return server
}

async function answers({ url, host }) {
  const until = Date.now() + PATIENCE
  for (;;) {
    const answer = await post(url, {}, host).catch((error) => error)
    if (answer.status < 500) return
    if (Date.now() > until) throw new Error(`${url} does not answer`, { cause: answer })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** By `node:http`, since `fetch` does not send a Host of one's own. */
async function post(url, content, host) {
  const body = JSON.stringify(content)
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
  if (host) headers.Host = host
  const call = request(url, { method: 'POST', headers, agent: false })
  call.end(body)
  const [response] = await once(call, 'response')
  const text = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode, text }
}

/** In a process group of its own: the functions end with their server. */
function start(command, args, options) {
  return spawn(command, args, { stdio: 'ignore', detached: true, ...options })
}

async function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  process.kill(-server.pid, 'SIGTERM')
  await ended
}
