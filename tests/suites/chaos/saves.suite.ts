import {
  appendFileSync,
  copyFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ocheDev, workspace } from '../../support/cli.ts'
import { Random } from '../../support/random.ts'

const SAVES = Number(process.env['OCHE_SAVES'] ?? 40)
const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 2 ** 31)

/** A look at so many sources takes longer than a request. */
const SOURCES = 150
/** Requests under way at any time. */
const LOAD = 4

/** Of the project, of a folder in it, and outside it as in a workspace. */
const SAVED = ['app/index.ts', 'app/deep/er/near.ts', 'library/far.ts']

const contents = (name: string, number: number) =>
  name === SAVED[0]
    ? `import { near } from './deep/er/near.ts'
import { far } from '../library/far.ts'
import { all } from './many.ts'
const own = ${number}
export const handler = async () => [own, near, far, all].join()
`
    : `export const ${name.endsWith('near.ts') ? 'near' : 'far'} = ${number}\n`

let links = 0

/** How editors and programs write a file. */
const savings: Readonly<Record<string, (file: string, text: string) => void>> = {
  'in place': writeFileSync,
  'emptied first': (file, text) => {
    truncateSync(file)
    writeFileSync(file, text)
  },
  'in two pieces': (file, text) => {
    writeFileSync(file, text.slice(0, 20))
    appendFileSync(file, text.slice(20))
  },
  'by way of another file beside it': (file, text) => {
    writeFileSync(`${file}.tmp`, text)
    renameSync(`${file}.tmp`, file)
  },
  'moved away and written anew': (file, text) => {
    renameSync(file, `${file}~`)
    writeFileSync(file, text)
    rmSync(`${file}~`)
  },
  'deleted and written anew': (file, text) => {
    rmSync(file)
    writeFileSync(file, text)
  },
  'copied over': (file, text) => {
    writeFileSync(`${file}.new`, text)
    copyFileSync(`${file}.new`, file)
    rmSync(`${file}.new`)
  },
  'as a link to another file': (file, text) => {
    const real = file.replace('.ts', `-${++links}.ts`)
    writeFileSync(real, text)
    rmSync(file)
    symlinkSync(real, file)
  },
}

it(`whoever asks after a save under load gets the new code: ${SAVES} saves, OCHE_SEED=${seed}`, async () => {
  console.log(`OCHE_SEED=${seed}`)
  const random = new Random(seed)
  const numbers = [0, 0, 0]
  const many = Array.from({ length: SOURCES }, (_, at) => `many-${at}`)
  using folder = workspace({
    'package.json': '{"private":true,"workspaces":["app","library"]}',
    'app/oche.yaml': 'name: saves\nengine: node\nhttp: url\n',
    'app/many.ts': `${many.map((name, at) => `import { v as v${at} } from './${name}.ts'\n`).join('')}
export const all = ${many.map((_, at) => `v${at}`).join(' + ')}\n`,
    ...Object.fromEntries(many.map((name) => [`app/${name}.ts`, 'export const v = 1\n'])),
    ...Object.fromEntries(SAVED.map((name) => [name, contents(name, 0)])),
  })
  const dev = await ocheDev([], { cwd: join(folder.path, 'app') })
  const ask = async () => (await fetch(dev.url)).text()
  const load = new AbortController()
  const clients = Array.from({ length: LOAD }, async () => {
    while (!load.signal.aborted) await ask()
  })
  try {
    for (let save = 1; save <= SAVES; save++) {
      const place = random.below(SAVED.length)
      const how = random.pick(Object.keys(savings))
      numbers[place] = save
      savings[how]!(join(folder.path, SAVED[place]!), contents(SAVED[place]!, save))
      expect(await ask(), `save ${save}: ${SAVED[place]} ${how}`).toBe([...numbers, SOURCES].join())
    }
  } finally {
    load.abort()
    await Promise.all(clients)
    expect(await dev.stop()).toBe(130)
  }
})
