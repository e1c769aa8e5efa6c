import { parse as splitWords } from 'shell-quote'
import { Reader, type Found, type FoundFunction } from './found.ts'

const AWS_COMMANDS = ['create-function', 'update-function-configuration', 'update-function-code']

const KNOWN = [
  'function-name',
  'memory-size',
  'timeout',
  'architectures',
  'handler',
  'region',
  'description',
  'zip-file',
  'runtime',
  'publish',
  'profile',
  'output',
  'query',
  'no-cli-pager',
]

/** A Dockerfile, a Makefile or a script of a shell: what it compiles, and what it tells `aws lambda`. */
export function readScript(file: string, text: string): Found | undefined {
  const reader = new Reader()
  const commands = commandsIn(text)
  const compiled = commands.flatMap((words) => dartSource(words) ?? []).at(-1)
  const flags = commands.flatMap((words) => lambdaFlags(words) ?? [])
  if (compiled === undefined && flags.length === 0) return undefined
  const values = new Map(flags)
  for (const key of values.keys()) if (!KNOWN.includes(key)) reader.note(`--${key}`)
  for (const words of commands) {
    if (
      /^(create-function-url-config|add-permission|put-function-concurrency)$/.test(words[2] ?? '')
    )
      reader.note(`aws lambda ${words[2]}`)
    if (words[0] === 'docker') reader.note(`docker ${words[1] ?? ''}`.trim())
  }
  const text_ = (key: string) => reader.text(values.get(key), `--${key}`)
  const found: FoundFunction = {
    name: text_('function-name') ?? '',
    source: compiled,
    memory: reader.number(values.get('memory-size'), '--memory-size'),
    timeout: reader.number(values.get('timeout'), '--timeout'),
    arch: reader.arch(values.get('architectures'), '--architectures'),
    description: text_('description'),
    events: [],
  }
  return {
    file,
    name: found.name || undefined,
    region: text_('region'),
    functions: [found],
    notes: reader.notes,
  }
}

/** Words of each command; a variable of the shell stays `${NAME}`. */
function commandsIn(text: string): string[][] {
  const lines = text.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)
  return lines.flatMap((line) => {
    const commands: string[][] = [[]]
    for (const word of splitWords(line.replace(/^\s*(RUN|@)\s*/, ''), (name) => `\${${name}}`)) {
      if (typeof word === 'string') commands.at(-1)!.push(word)
      else if ('op' in word && word.op !== 'glob') commands.push([])
    }
    return commands.filter((words) => words.length > 0)
  })
}

/** `dart compile exe bin/api.dart -o …` */
function dartSource(words: readonly string[]): string | undefined {
  const at = words.indexOf('compile')
  if (at < 0 || !words.slice(0, at).some((word) => /(^|\/)dart$/.test(word))) return undefined
  return words.slice(at + 1).find((word) => word.endsWith('.dart'))
}

/** Flags of `aws lambda create-function` and the like. */
function lambdaFlags(words: readonly string[]): [string, string][] | undefined {
  if (!words.includes('lambda') || !words.some((word) => AWS_COMMANDS.includes(word)))
    return undefined
  return words.flatMap((word, index) => {
    if (!word.startsWith('--')) return []
    const [name, joined] = word.slice(2).split('=') as [string, string?]
    const next = words[index + 1]
    const value = joined ?? (next === undefined || next.startsWith('--') ? '' : next)
    return [[name, value] as [string, string]]
  })
}
