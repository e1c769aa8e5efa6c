import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { parseCommandLine } from '../src/cli/arguments/parse.ts'
import { parseConfig } from '../src/core/config/parse.ts'
import { areas } from '../src/core/error-codes/index.ts'
import { EXIT, OcheError } from '../src/core/errors.ts'
import { root, workspace } from './support/cli.ts'
import { exitsInSources } from './support/error-exits.ts'
import {
  blocks,
  commandsIn,
  configurationsIn,
  leads,
  texts,
  typeErrors,
  withoutBlocks,
} from './support/docs.ts'

const of = (language: string) =>
  blocks.filter((block) => block.language === language).map((block) => [block.at, block] as const)

/** What a reader would see who did as it is written; undefined where it works. */
function complaint(check: () => unknown): string | undefined {
  try {
    check()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof OcheError)) throw thrown
    return [thrown.message, thrown.remedy].join(' → ')
  }
}

function mistakes(words: string[]): string[] {
  const [command, ...args] = words
  if (command !== 'oche') return []
  const found = complaint(() => parseCommandLine(args))
  return found === undefined ? [] : [`${words.join(' ')}: ${found}`]
}

/** A flag or a command of which is spoken need not have what it takes. */
const IS_SPOKEN_OF = /: (oche|--)\S*( \w+)? needs /

describe('commands', () => {
  it.each(of('sh'))('%s are ones that oche takes', (_, { text }) => {
    expect(commandsIn(text).flatMap(mistakes)).toEqual([])
  })

  it.each([...texts])('in the prose of %s are ones that oche takes', (_, text) => {
    const found = [...withoutBlocks(text).matchAll(/`(oche [^`…]+)`/g)].map(([, line]) => line!)
    const lines = found
      .filter((line) => !line.startsWith('oche <'))
      .map((line) => line.replaceAll(/<[\w-]+>/g, 'name').replaceAll('\n', ' '))
    const wrong = lines.flatMap(commandsIn).flatMap(mistakes)
    expect(wrong.filter((mistake) => !IS_SPOKEN_OF.test(mistake))).toEqual([])
  })
})

it.each(of('yaml').filter(([, { file }]) => file === undefined))(
  '%s is an oche.yaml',
  (at, { text }) => {
    const found = configurationsIn(text).map((one) => complaint(() => parseConfig(one, at)))
    expect(found.filter(Boolean)).toEqual([])
  },
)

it.each(of('yaml').filter(([, { file }]) => file !== undefined))('%s is YAML', (_, { text }) => {
  expect(parseDocument(text).errors).toEqual([])
})

/** A part of a program says so: it names what the rest of the program has. */
const IN_PART = 'part of a program'

it('a program in Dart imports what it uses, so that the suite `dart` compiles it', () => {
  const parts = of('dart').filter(
    ([, { file, text }]) => file !== IN_PART && !/^import /m.test(text),
  )
  // What a page writes as a file of a package may need nothing.
  expect(parts.filter(([, { text }]) => !text.startsWith('class '))).toEqual([])
})

it('every block has a language that a test reads, or says of what it is', () => {
  const read = new Set(['sh', 'yaml', 'json', 'ts', 'dart'])
  const others = blocks.filter(({ language, file }) => !read.has(language) && file === undefined)
  expect(others.map(({ at }) => at)).toEqual([])
})

const hasBash = spawnSync('bash', ['-c', 'true']).status === 0

it.skipIf(!hasBash)('what is typed into a shell is what a shell can read', () => {
  const wrong = of('sh').filter(
    ([, { text }]) => spawnSync('bash', ['-n'], { input: text }).status !== 0,
  )
  expect(wrong.map(([at]) => at)).toEqual([])
})

it('a script of npm that is named is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const own = ['README.md', 'CONTRIBUTING.md', 'bench/README.md', 'docs/engines.md']
  const named = own.flatMap((page) => [...texts.get(page)!.matchAll(/npm run ([\w-]+)/g)])
  expect(named.map(([, name]) => name).filter((name) => scripts[name!] === undefined)).toEqual([])
})

it.each(of('json'))('%s is JSON', (_, { text }) => {
  const all = text.startsWith('{\n') ? [text] : text.trim().split('\n')
  for (const one of all) expect(() => JSON.parse(one)).not.toThrow()
})

/** A part of a program names what the rest has, and may show several ways one below the other. */
const OF_A_PART = new Set(['TS2304', 'TS2451', 'TS2528', 'TS2323', 'TS2552', 'TS18004'])

it('programs in TypeScript fit the types of what they import', () => {
  const project = workspace({}, false)
  const sources = of('ts')
  expect(sources.length).toBeGreaterThan(5)
  for (const [index, [, { text }]] of sources.entries()) {
    writeFileSync(join(project.path, `${index}.ts`), `export {}\n${text}`)
  }
  const found = typeErrors(project.path)
    .filter(({ code }) => !OF_A_PART.has(code))
    .map(({ file, message }) => `${sources[Number.parseInt(file, 10)]![0]}: ${message}`)
  project.remove()
  expect(found).toEqual([])
})

/** Links that lead to a file of the repository. */
function linksOf(text: string): string[] {
  const links = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
  return links.filter((link) => !/^[a-z]+:/.test(link))
}

it.each([...texts])('links of %s lead somewhere', (page, text) => {
  expect(linksOf(text).filter((link) => !leads(page, link))).toEqual([])
})

/** Paths in the tarball that `npm publish` would send. */
function packed(): string[] {
  const options = { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' } as const
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']
  const [{ files }] = JSON.parse(execFileSync('npm', args, options))
  return files.map(({ path }: { path: string }) => path)
}

it('what a page of the package links to is in the package', () => {
  const files = packed()
  const isThere = (path: string) =>
    files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`))
  const pages = files.filter((file) => texts.has(file) || /^docs\/.*\.md$/.test(file))
  expect(pages).toEqual(expect.arrayContaining([...texts.keys()]))
  const missing = pages.flatMap((page) =>
    linksOf(readFileSync(join(root, page), 'utf8'))
      .map((link) => posix.join(posix.dirname(page), link.replace(/#.*$/, '')))
      .filter((path) => path !== posix.dirname(page) && !isThere(path))
      .map((path) => `${page}: ${path}`),
  )
  expect(missing).toEqual([])
})

describe('exit statuses', () => {
  it('in the README are those that there are', () => {
    const [, part = ''] = texts.get('README.md')!.split('## Exit statuses')
    const rows = [...part.split('\n## ')[0]!.matchAll(/^\| ([\d, ]+) \|/gm)]
    const shown = rows.flatMap(([, statuses]) => statuses!.split(', ').map(Number))
    expect(shown).toEqual(Object.values(EXIT))
  })

  it('of errors are those with which the sources throw them', () => {
    const thrown = exitsInSources()
    // Those that no call of a constructor tells: of all together, of a signal, of what is no error of ours.
    const OTHERS = ['FUNCTIONS_FAILED', 'INTERRUPTED', 'BUG']
    const all = areas.flatMap(({ codes }) => Object.entries(codes))
    expect(thrown.size).toBeGreaterThan(90)
    for (const [code, { exits = [1] }] of all) {
      const found = thrown.get(code) ?? new Set([EXIT.user])
      if (!OTHERS.includes(code))
        expect({ code, exits: [...found].sort() }).toEqual({ code, exits })
    }
  })

  it('in prose are ones that there are', () => {
    const known = Object.values(EXIT) as number[]
    const found = [...texts].flatMap(([page, text]) =>
      [...text.matchAll(/\bexit status(?:es)? `?(\d+)/gi)].map(([, status]) => [
        page,
        Number(status),
      ]),
    )
    expect(found.length).toBeGreaterThan(5)
    // What a program of the user's ends with is another's.
    const others = found.filter(([, status]) => !known.includes(status as number))
    expect(others).toEqual([['docs/dart/handlers.md', 255]])
  })
})

it('the list of pages on the site has every page', () => {
  const list = readFileSync(join(root, 'site/navigation.mjs'), 'utf8')
  const shown = [...texts.keys()].filter((page) => page.startsWith('docs/'))
  expect(shown.filter((page) => !list.includes(`'${page}':`))).toEqual([])
})
