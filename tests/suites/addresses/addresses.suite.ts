import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ocheDev, workspace, type RunningDev, type Workspace } from '../../support/cli.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** Answers with the name of its function. */
const BOOTSTRAP = `#!${process.execPath}
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/'
const answer = { statusCode: 200, body: process.env.AWS_LAMBDA_FUNCTION_NAME }
for (;;) {
  const next = await fetch(api + 'next')
  await next.text()
  const id = next.headers.get('lambda-runtime-aws-request-id')
  await fetch(api + id + '/response', { method: 'POST', body: JSON.stringify(answer) })
}
`

/** Of every kind, with the same paths; of one API there are two functions. */
const CONFIGURATION = `
functions:
  first: { http: { kind: http-api, routes: ["GET /same", "GET /first"] } }
  second: { http: { kind: http-api-v1, routes: ["GET /second"] } }
  third: { http: { kind: rest, routes: ["GET /same"] } }
  fourth: { http: alb }
  fifth: { http: url }
  sixth: { http: url }
`

/** By which each function is asked for. */
const PATHS: Record<string, string> = {
  first: '/first',
  second: '/second',
  third: '/same',
  fourth: '/same',
  fifth: '/same',
  sixth: '/same',
}

let folder: Workspace
let running: RunningDev
let go: string
beforeAll(async () => {
  folder = workspace({ 'oche.yaml': CONFIGURATION, 'bootstrap.mjs': BOOTSTRAP }, false)
  chmodSync(join(folder.path, 'bootstrap.mjs'), 0o755)
  go = join(folder.path, 'call')
  execFileSync('go', ['build', '-o', go, here('call.go')], {
    env: { ...process.env, CGO_ENABLED: '0' },
  })
  const args = ['--artifact', 'bootstrap.mjs', '--host', '0.0.0.0']
  running = await ocheDev([...args, '--allow-host', 'host.docker.internal'], { cwd: folder.path })
})
afterAll(async () => {
  await running.stop()
  folder.remove()
})

/** The address of each function, as printed, by the name that the caller has for this machine. */
function addresses(host: string): string[] {
  const urls = running.events.find(({ type }) => type === 'ready')!['urls'] as Record<
    string,
    string
  >
  return Object.entries(PATHS).map(([name, path]) => {
    const { port } = new URL(urls[name]!)
    return `http://${host}:${port}${path}`
  })
}

const lines = (text: string) => text.trim().split('\n')

describe('every function has an address that reaches it and no other', () => {
  it.each([
    ['Node.js', () => [process.execPath, here('call.mjs')]],
    ['Python', () => ['python3', here('call.py')]],
    ['Go', () => [go]],
  ])('from %s', (_, command) => {
    const [program, ...args] = command()
    const answers = execFileSync(program!, [...args, ...addresses('127.0.0.1')], {
      encoding: 'utf8',
    })
    expect(lines(answers)).toEqual(Object.keys(PATHS))
  })

  it('whatever the Host header says', async () => {
    for (const [index, name] of Object.keys(PATHS).entries()) {
      const command = ['-s', '-H', 'Host: sixth.localhost', addresses('127.0.0.1')[index]!]
      expect(execFileSync('curl', command, { encoding: 'utf8' })).toBe(name)
    }
  })

  it.skipIf(!hasNamespaces())('from a container, by the name that this machine has there', () => {
    using container = new Container(join(folder.path, 'root'), go)
    expect(lines(container.run(...addresses(NAME)))).toEqual(Object.keys(PATHS))
  })
})

/** As Docker names the machine that it runs on. */
const NAME = 'host.docker.internal'

function hasNamespaces(): boolean {
  return spawnSync('unshare', ['--net', 'true']).status === 0
}

/** What a container is to a program: files and a network of its own, this machine behind a gateway. */
class Container implements Disposable {
  readonly #root: string
  readonly #name = `oche-${process.pid}`

  constructor(root: string, program: string) {
    this.#root = root
    mkdirSync(join(root, 'etc'), { recursive: true })
    writeFileSync(join(root, 'etc', 'hosts'), `10.213.7.1 ${NAME}\n`)
    copyFileSync(program, join(root, 'call'))
    const [outside, inside] = ['oche-out', 'oche-in']
    ip('netns', 'add', this.#name)
    ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', this.#name)
    ip('address', 'add', '10.213.7.1/24', 'dev', outside)
    ip('link', 'set', outside, 'up')
    ip('-n', this.#name, 'address', 'add', '10.213.7.2/24', 'dev', inside)
    ip('-n', this.#name, 'link', 'set', inside, 'up')
  }

  run(...args: string[]): string {
    return ip('netns', 'exec', this.#name, 'chroot', this.#root, '/call', ...args)
  }

  /** The other end of its cable goes with it. */
  [Symbol.dispose](): void {
    ip('netns', 'delete', this.#name)
  }
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8' })
}
