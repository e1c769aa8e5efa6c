import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { parse as splitWords } from 'shell-quote'
import { root } from './cli.ts'

/** Every page that people read. Records of decisions speak of what was. */
const pages = [
  '.',
  'docs',
  'docs/dart',
  'docs/reference',
  'bench',
  'dart/oche',
  'dart/oche_shelf',
].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md')
    .map((file) => (folder === '.' ? file : `${folder}/${file}`)),
)

/** Text by page. */
export const texts = new Map(pages.map((page) => [page, readFileSync(join(root, page), 'utf8')]))

export interface Block {
  language: string
  /** In brackets behind the language: another file than `oche.yaml`, or why nothing holds the block. */
  file: string | undefined
  text: string
  /** `page:line` */
  at: string
}

export const blocks = [...texts].flatMap(([page, text]) => blocksOf(page, text))

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

export function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[^]*?^```$/gm, '')
}

/** Words of each command of a shell's text, also of one behind a pipe or within `$( )`. */
export function commandsIn(text: string): string[][] {
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

/**
 * The files that a block of `oche.yaml` shows: a key that stands more than once shows several ways; one
 * that names its stage has stages in the rest of the file.
 */
export function configurationsIn(text: string): string[] {
  const isWhole = /^stages:/m.test(text) || !text.includes('${stage}')
  const whole = isWhole ? text : `${text}stage: dev\nstages: { dev: {} }\n`
  const keys = [...whole.matchAll(/^(\w+):/gm)].map(([, key]) => key!)
  return new Set(keys).size === keys.length ? [whole] : whole.split(/^(?=\w+:)/m)
}

export interface TypeError {
  file: string
  code: string
  message: string
}

/** Bun brings its own types, which need not be installed. */
const BUN = `declare module 'bun:test' {
  export function test(name: string, run: () => void | Promise<void>): void
  export const expect: (value: unknown) => Record<string, any>
}
`

const modules = join(root, 'node_modules')

const compilerOptions = {
  noEmit: true,
  strict: true,
  noImplicitAny: false,
  target: 'esnext',
  module: 'esnext',
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(modules, '@types')],
  paths: {
    'oche/*': [join(root, 'src/*/index.ts')],
    '*': [join(modules, '*'), join(modules, '@types/*')],
  },
}

/** What the compiler says of the programs in a folder, which see this repository's packages. */
export function typeErrors(folder: string): TypeError[] {
  writeFileSync(join(folder, 'bun.d.ts'), BUN)
  const config = { compilerOptions, include: ['*.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(modules, 'typescript', 'bin', 'tsc')
  try {
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', cwd: folder })
    return []
  } catch (thrown) {
    const { stdout } = thrown as { stdout: string }
    const lines = [...stdout.matchAll(/^([\w.]+)\(\S+ error (TS\d+): (.*)$/gm)]
    if (lines.length === 0) throw thrown
    return lines.map(([, file, code, message]) => ({
      file: file!,
      code: code!,
      message: message!,
    }))
  }
}

/** Whether a link of a page has a file, and there the heading that it names. */
export function leads(page: string, link: string): boolean {
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
