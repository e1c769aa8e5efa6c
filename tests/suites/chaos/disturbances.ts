import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { RunningDev, Workspace } from '../../support/cli.ts'
import { until } from '../../support/until.ts'

/** A project under `oche dev`, and what its newest code that works answers. */
export class Disturbed {
  readonly folder: Workspace
  readonly dev: RunningDev
  /** Number of the code that has to answer. */
  expected = 0
  #saves = 0

  constructor(folder: Workspace, dev: RunningDev) {
    this.folder = folder
    this.dev = dev
  }

  path(...parts: string[]): string {
    return join(this.folder.path, ...parts)
  }

  next(): number {
    return ++this.#saves
  }

  count(type: string): number {
    return this.dev.events.filter((event) => event['type'] === type).length
  }

  /** Waits for one more event of a type than there were. */
  async more(type: string, before: number): Promise<void> {
    await this.dev.event((event) => event['type'] === type && this.count(type) > before)
  }

  async get(path = '/'): Promise<{ status: number; body: string }> {
    const response = await fetch(this.dev.url + path)
    return { status: response.status, body: await response.text() }
  }

  /** Until the newest code answers. */
  async untilAnswered(): Promise<void> {
    let last: unknown
    const answered = async () => {
      const { status, body } = await this.get()
      last = { status, body }
      return status === 200 && body === String(this.expected)
    }
    await until(`the answer ${this.expected}`, answered, { instead: () => last })
  }

  /** Sends bytes and reads until the other side ends. */
  raw(bytes: string): Promise<string> {
    const { hostname, port } = new URL(this.dev.url)
    return new Promise((resolve) => {
      let answer = ''
      const socket = connect(Number(port), hostname, () => socket.write(bytes))
      socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
      socket.on('error', () => resolve(answer))
      socket.on('close', () => resolve(answer))
    })
  }

  /** Sends a request and goes away. */
  abort(path: string): Promise<void> {
    const { hostname, port, host } = new URL(this.dev.url)
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, () => socket.destroy()),
      )
      socket.on('error', () => {})
      socket.on('close', () => resolve())
    })
  }
}

/** A handler that says which it is, and does what people's handlers do. */
export function source(number: number): string {
  return `import { text } from './text.ts'
export const handler = async (event: { rawPath: string }) => {
  if (event.rawPath === '/crash') process.exit(3)
  if (event.rawPath === '/throw') throw new Error('no')
  if (event.rawPath === '/hang') await new Promise(() => setInterval(() => {}, 1000))
  if (event.rawPath === '/line') console.log('x'.repeat(1024 * 1024))
  if (event.rawPath === '/malformed') return { statusCode: 200, body: { a: 1 } }
  return { statusCode: 200, body: text(${number}) }
}
`
}

export const TEXT = 'export const text = (number: number) => String(number)\n'

export const configuration = (memory: number) =>
  `name: chaos\nengine: node\ntimeout: 1\nmemory: ${memory}\nhttp: http-api\n`

type Random = (below: number) => number
type Disturbance = (at: Disturbed, random: Random) => Promise<void>

const goodSave: Disturbance = async (at) => {
  at.expected = at.next()
  at.folder.write('index.ts', source(at.expected))
  await at.untilAnswered()
}

/** Saves what cannot be built, waits until that is told, and makes it good again. */
const badSave =
  (text: string): Disturbance =>
  async (at) => {
    const before = at.count('build-failed')
    at.folder.write('index.ts', text)
    await at.more('build-failed', before)
    await at.untilAnswered()
    await goodSave(at, () => 0)
  }

/** What is wrong in `oche.yaml` is told, and the old configuration goes on. */
const badConfiguration =
  (text: string, told: string): Disturbance =>
  async (at, random) => {
    const seen = at.dev.stderr().split(told).length
    at.folder.write('oche.yaml', text)
    await until(`one more "${told}"`, async () => {
      await at.get()
      return at.dev.stderr().split(told).length !== seen
    })
    await at.untilAnswered()
    await goodConfiguration(at, random)
  }

let memory = 128
const goodConfiguration: Disturbance = async (at) => {
  const before = at.count('ready')
  memory = memory === 128 ? 256 : 128
  at.folder.write('oche.yaml', configuration(memory))
  await at.more('ready', before)
  await at.untilAnswered()
}

/** By name, so that a run that fails can say what it did. */
export const disturbances: Readonly<Record<string, Disturbance>> = {
  'a good save': goodSave,
  'a syntax error': badSave('export const handler = ('),
  'a source without a handler': badSave('export const helper = 1\n'),
  'an import that is not there': badSave(`import './nowhere.ts'\nexport const handler = 1\n`),
  'a save by way of another file': async (at) => {
    at.expected = at.next()
    at.folder.write('index.ts.new', source(at.expected))
    renameSync(at.path('index.ts.new'), at.path('index.ts'))
    await at.untilAnswered()
  },
  'code that throws at its start, and is mended': async (at, random) => {
    const before = at.count('rebuilt')
    at.folder.write('index.ts', `throw new Error('no start')\n${source(0)}`)
    await at.more('rebuilt', before)
    await at.get()
    await goodSave(at, random)
  },
  'a file that is imported, saved again': async (at) => {
    const before = at.count('rebuilt')
    at.folder.write('text.ts', `${TEXT}// ${at.next()}\n`)
    await at.more('rebuilt', before)
    await at.untilAnswered()
  },
  'saves right after one another': async (at, random) => {
    for (let left = 2 + random(4); left > 0; left--) {
      at.expected = at.next()
      at.folder.write('index.ts', source(at.expected))
    }
    await at.untilAnswered()
  },
  'requests while it is saved': async (at, random) => {
    const before = String(at.expected)
    at.expected = at.next()
    at.folder.write('index.ts', source(at.expected))
    const answers = await Promise.all(Array.from({ length: 1 + random(5) }, () => at.get()))
    for (const { status, body } of answers) {
      if (status !== 200 || ![before, String(at.expected)].includes(body)) {
        throw new Error(`a request while it was saved: ${status} ${body}`)
      }
    }
    await at.untilAnswered()
  },
  'a file renamed away and back, and saved': async (at) => {
    renameSync(at.path('index.ts'), at.path('index.away.ts'))
    renameSync(at.path('index.away.ts'), at.path('index.ts'))
    at.expected = at.next()
    at.folder.write('index.ts', source(at.expected))
    await at.untilAnswered()
  },
  'a touched file': async (at) => {
    utimesSync(at.path('index.ts'), new Date(), new Date())
    await at.untilAnswered()
  },
  'other files': async (at, random) => {
    const folder = at.path(`folder-${at.next()}`)
    mkdirSync(folder)
    for (let left = random(5); left > 0; left--) {
      at.folder.write(`notes-${random(3)}.md`, `${at.next()}`)
    }
    rmSync(folder, { recursive: true })
    await at.untilAnswered()
  },
  'a log in the folder': async (at) => {
    for (let left = 5; left > 0; left--) appendFileSync(at.path('dev.log'), `${at.next()}\n`)
    await at.untilAnswered()
  },
  'a folder that cannot be read': async (at) => {
    const folder = at.path('secret')
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o000)
    await at.untilAnswered()
    chmodSync(folder, 0o755)
    rmSync(folder, { recursive: true })
  },
  'a new configuration': goodConfiguration,
  'a save while a configuration is loaded': async (at, random) => {
    const before = at.count('ready')
    memory = memory === 128 ? 256 : 128
    at.folder.write('oche.yaml', configuration(memory))
    for (let left = random(20); left > 0; left--) await at.get()
    at.expected = at.next()
    at.folder.write('index.ts', source(at.expected))
    await at.more('ready', before)
    await at.untilAnswered()
  },
  'no YAML': badConfiguration('name: [chaos\n', 'error: oche.yaml:'),
  'an unknown key': badConfiguration(`${configuration(128)}memroy: 1\n`, 'unknown key "memroy"'),
  'a layer that is not there': badConfiguration(
    `${configuration(128)}layers: [nofolder]\n`,
    'there is no folder',
  ),
  'a source that is not there': badConfiguration(
    `${configuration(128)}source: nowhere.ts\n`,
    'nowhere.ts, does not exist',
  ),
  'a crash': async (at) => expectStatus(await at.get('/crash'), 500),
  'an error': async (at) => expectStatus(await at.get('/throw'), 500),
  'a malformed answer': async (at) => expectStatus(await at.get('/malformed'), 500),
  'a timeout': async (at) => expectStatus(await at.get('/hang'), 500),
  'a line of a megabyte': async (at) => expectStatus(await at.get('/line'), 200),
  'a client that goes away': (at) => at.abort('/line'),
  'no HTTP': async (at, random) => {
    const messages = ['GARBAGE\r\n\r\n', 'GET\r\n\r\n', '\0\0\0\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n']
    await at.raw(messages[random(messages.length)]!)
  },
}

function expectStatus({ status }: { status: number }, wanted: number): void {
  if (status !== wanted) throw new Error(`${wanted} was to be answered, not ${status}`)
}
