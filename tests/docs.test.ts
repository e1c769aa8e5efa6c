import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { parse as splitWords } from 'shell-quote'
import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../src/cli/arguments/parse.ts'
import { parseConfig } from '../src/core/config/parse.ts'
import { OcheError } from '../src/core/errors.ts'
import { root, workspace } from './support/cli.ts'

/** Every page that people read. Records of decisions speak of what was. */
const pages = ['.', 'docs', 'docs/dart', 'bench', 'dart/oche', 'dart/oche_shelf'].flatMap(
  (folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md')
      .map((file) => (folder === '.' ? file : `${folder}/${file}`)),
)

interface Block {
  language: string
  /** Of another file than `oche.yaml`, in brackets behind the language. */
  file: string | undefined
  text: string
  /** `page:line` */
  at: string
}

const texts = new Map(pages.map((page) => [page, readFileSync(join(root, page), 'utf8')]))
const blocks = [...texts].flatMap(([page, text]) => blocksOf(page, text))
const prose = [...texts].map(([page, text]) => [page, text.replaceAll(/^```[^]*?^```$/gm, '')])

function blocksOf(page: string, text: string): Block[] {
  const found = text.matchAll(/^( *)```(\w+)(?: \[([^\]]+)\])?\n([^]*?)^ *```$/gm)
  return [...found].map((match) => {
    const [, indent = '', language, file, lines] = match
    return {
      language: language!,
      file,
      text: lines!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      at: `${page}:${text.slice(0, match.index).split('\n').length}`,
    }
  })
}

const of = (language: string) =>
  blocks.filter((block) => block.language === language).map((block) => [block.at, block] as const)

/** What a reader would see who did as it is written; undefined where it works. */
function complaint(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof OcheError)) throw thrown
    return [thrown.message, thrown.remedy].join(' → ')
  }
}

describe('commands', () => {
  it.each(of('sh'))('%s are ones that oche takes', (_, { text }) => {
    expect(commandsIn(text).flatMap(mistakes)).toEqual([])
  })

  it.each(prose)('in the prose of %s are ones that oche takes', (_, text) => {
    const found = [...text!.matchAll(/`(oche [^`…]+)`/g)].map(([, line]) => line!)
    // `<function>` stands for a name, and a flag of which is spoken need not have its value.
    const lines = found
      .filter((line) => !line.startsWith('oche <'))
      .map((line) => line.replaceAll(/<[\w-]+>/g, 'name').replaceAll('\n', ' '))
    const wrong = lines.flatMap(commandsIn).flatMap(mistakes)
    expect(wrong.filter((mistake) => !/: (oche|--)\S*( \w+)? needs /.test(mistake))).toEqual([])
  })

  /** Words of each command, also of one behind a pipe or within `$( )`. */
  function commandsIn(text: string): string[][] {
    const lines = text.replaceAll('\\\n', ' ').split('\n')
    return lines.flatMap((line) => {
      const commands: string[][] = [[]]
      for (const word of splitWords(line, (name) => `$${name}`)) {
        if (typeof word === 'string') commands.at(-1)!.push(word)
        else if ('op' in word) commands.push([])
      }
      return commands.filter((words) => words.length > 0)
    })
  }

  function mistakes(words: string[]): string[] {
    const [command, ...args] = words
    if (command !== 'oche') return []
    const found = complaint(() => parseCommandLine(args))
    return found === undefined ? [] : [`${words.join(' ')}: ${found}`]
  }
})

describe('oche.yaml', () => {
  const own = of('yaml').filter(([, { file }]) => file === undefined)

  it.each(own)('%s is one', (at, { text }) => {
    const found = alternatives(staged(text)).map((one) => complaint(() => parseConfig(one, at)))
    expect(found.filter(Boolean)).toEqual([])
  })

  /** A part that names its stage has stages in the rest of the file. */
  function staged(text: string): string {
    const isWhole = /^stages:/m.test(text) || !text.includes('${stage}')
    return isWhole ? text : `${text}stage: dev\nstages: { dev: {} }\n`
  }

  /** A key that stands more than once shows several ways: each is a file of its own. */
  function alternatives(text: string): string[] {
    const keys = [...text.matchAll(/^(\w+):/gm)].map(([, key]) => key!)
    if (new Set(keys).size === keys.length) return [text]
    return text.split(/^(?=\w+:)/m)
  }
})

it.each(of('json'))('%s is JSON', (_, { text }) => {
  for (const one of text.startsWith('{\n') ? [text] : text.trim().split('\n')) JSON.parse(one)
})

describe('TypeScript', () => {
  /** A part of a program names what the rest has, and may show several ways one below the other. */
  const OF_A_PART = new Set(['TS2304', 'TS2451', 'TS2528', 'TS2323', 'TS2552', 'TS18004'])

  /** Bun brings its own, which need not be installed. */
  const BUN = `declare module 'bun:test' {
  export function test(name: string, run: () => void | Promise<void>): void
  export const expect: (value: unknown) => Record<string, any>
}
`

  it('fits the types of what is imported', () => {
    const project = workspace({}, false)
    const sources = of('ts')
    expect(sources.length).toBeGreaterThan(5)
    writeFileSync(join(project.path, 'bun.d.ts'), BUN)
    for (const [index, [, { text }]] of sources.entries()) {
      writeFileSync(join(project.path, `block${index}.ts`), `export {}\n${text}`)
    }
    const found = typeErrors(project.path)
      .filter(({ code }) => !OF_A_PART.has(code))
      .map(({ index, message }) => `${sources[index]![0]}: ${message}`)
    project.remove()
    expect(found).toEqual([])
  })

  function typeErrors(folder: string): { index: number; code: string; message: string }[] {
    const config = {
      compilerOptions: {
        noEmit: true,
        strict: true,
        noImplicitAny: false,
        target: 'esnext',
        module: 'esnext',
        moduleResolution: 'bundler',
        allowImportingTsExtensions: true,
        skipLibCheck: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
        paths: {
          'oche/*': [join(root, 'src/*/index.ts')],
          '*': [join(root, 'node_modules/*'), join(root, 'node_modules/@types/*')],
        },
      },
      include: ['*.ts'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    try {
      execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', cwd: folder })
      return []
    } catch (thrown) {
      const { stdout } = thrown as { stdout: string }
      const lines = stdout.matchAll(/^block(\d+)\.ts\S* error (TS\d+): (.*)$/gm)
      const errors = [...lines].map(([, index, code, message]) => ({
        index: Number(index),
        code: code!,
        message: message!,
      }))
      if (errors.length === 0) throw thrown
      return errors
    }
  }
})

describe('links', () => {
  it.each([...texts])('of %s lead somewhere', (page, text) => {
    const links = [...text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)]
    const broken = links
      .map(([, link]) => link!)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !leads(page, link))
    expect(broken).toEqual([])
  })

  function leads(page: string, link: string): boolean {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? join(root, page) : resolve(root, dirname(page), path)
    if (!existsSync(target)) return false
    if (anchor === undefined) return true
    const name = relative(root, target).split(sep).join('/')
    return anchorsOf(texts.get(name) ?? readFileSync(target, 'utf8')).includes(anchor)
  }

  /** As GitHub makes them. */
  function anchorsOf(text: string): string[] {
    return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    )
  }
})
