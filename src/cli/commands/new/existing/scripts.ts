import { known, type Found, type FoundFunction } from './found.ts'
import { Reader } from './reader.ts'
import { commandsIn } from './shell.ts'
import { sourceOf } from './source.ts'

const AWS_COMMANDS = ['create-function', 'update-function-configuration', 'update-function-code']

const PASSED = ['zip-file', 'runtime', 'publish', 'profile', 'output', 'query', 'no-cli-pager']

/** What Lambda takes where `create-function` says nothing. */
const DEFAULTS = { timeout: ['3'], architectures: ['x86_64'] }

/** A Dockerfile, a Makefile or a script of a shell: what it compiles, and what it tells `aws lambda`. */
export function readScript(root: string, file: string, text: string): Found | undefined {
  const reader = new Reader()
  const commands = commandsIn(text)
  const compiled = commands.flatMap((words) => dartSource(words) ?? []).at(-1)
  const flags = commands.flatMap((words) => flagsOf(words, AWS_COMMANDS) ?? [])
  const handler = handlerOfImage(text)
  if (compiled === undefined && flags.length === 0 && handler === undefined) return undefined
  for (const words of commands) noteOthers(words, reader)
  const creates = commands.some((words) => words.includes('create-function'))
  const { name, region, settings, named } = settingsIn(flags, creates, reader)
  const found: FoundFunction = {
    name: name ?? '',
    source: compiled,
    ...sourceOf(root, handler),
    ...settings,
    ...(named && { handler: named }),
    http: urlIn(commands),
    events: [],
  }
  return { file, name, region, functions: [known(found)], notes: reader.notes }
}

/** What a script tells AWS that a deploy does in its own way, or that nobody does any more. */
function noteOthers(words: readonly string[], reader: Reader): void {
  const [, service, command = ''] = words
  const isOther = /^(add-permission|put-function-concurrency|create-event-source-mapping)$/
  const ofUrl = words.some((word) => word.startsWith('--function-url-auth-type'))
  if (service === 'lambda' && isOther.test(command) && !ofUrl) reader.note(`aws lambda ${command}`)
  if (words[0] === 'docker') reader.note(`docker ${words[1] ?? ''}`.trim())
}

function settingsIn(flags: readonly Flag[], creates: boolean, reader: Reader) {
  const values = new Map([...(creates ? Object.entries(DEFAULTS) : []), ...flags])
  const take = <T>(name: string, read: (value: unknown, place: string) => T): T | undefined => {
    const given = values.get(name)
    values.delete(name)
    return given && read(given.join(' '), `--${name}`)
  }
  const text = (name: string) => take(name, (value, place) => reader.text(value, place))
  const number = (name: string) => take(name, (value, place) => reader.number(value, place))
  const layers = values.get('layers')
  values.delete('layers')
  const handler = text('handler')
  const found = {
    name: text('function-name'),
    region: text('region'),
    named: handler === 'bootstrap' || handler === 'provided' ? undefined : handler,
    settings: {
      description: text('description'),
      arch: take('architectures', (value, place) => reader.arch(value, place)),
      memory: number('memory-size'),
      timeout: number('timeout'),
      role: text('role'),
      environment: take('environment', (value, place) => variablesIn(String(value), place, reader)),
      layers: layers && reader.texts(layers, '--layers'),
    },
  }
  for (const key of values.keys()) if (!PASSED.includes(key)) reader.note(`--${key}`)
  return found
}

/** `Variables={A=1,B=2}`, or the same as JSON. */
function variablesIn(given: string, place: string, reader: Reader) {
  const [, short] = /^Variables=\{(.*)\}$/.exec(given) ?? []
  if (short !== undefined) {
    const pairs = short.split(',').map((pair) => /^\s*(\w+)=(.*)$/.exec(pair)?.slice(1))
    if (pairs.every((pair) => pair !== undefined))
      return reader.map(Object.fromEntries(pairs), place)
  } else if (given.startsWith('{')) {
    try {
      return reader.map((JSON.parse(given) as { Variables?: unknown }).Variables, place)
    } catch {
      // A variable of the shell stands in it.
    }
  }
  reader.note(place)
  return undefined
}

function urlIn(commands: readonly string[][]): FoundFunction['http'] {
  const flags = commands.flatMap((words) => flagsOf(words, ['create-function-url-config']) ?? [])
  if (flags.length === 0) return undefined
  const { 'auth-type': auth, 'invoke-mode': mode } = Object.fromEntries(flags)
  return known({
    kind: 'url' as const,
    access: auth?.[0] === 'NONE' ? ('public' as const) : ('iam' as const),
    streaming: mode?.[0] === 'RESPONSE_STREAM' || undefined,
  })
}

/** `dart compile exe bin/api.dart -o …` */
function dartSource(words: readonly string[]): string | undefined {
  const at = words.indexOf('compile')
  if (at < 0 || !words.slice(0, at).some((word) => /(^|\/)dart$/.test(word))) return undefined
  return words.slice(at + 1).find((word) => word.endsWith('.dart'))
}

/** What an image of Lambda's for Node.js starts with: `CMD ["app.handler"]`. */
function handlerOfImage(text: string): string | undefined {
  if (!/^FROM\s+\S*lambda\/nodejs/m.test(text)) return undefined
  return /^CMD\s+\[?\s*"?([\w./-]+\.\w+)"?/m.exec(text)?.[1]
}

/** What an image that has nothing to do with Lambda is, in a few words. */
export function outlineOfImage(text: string): string {
  const seen = ['FROM', 'ENTRYPOINT', 'CMD'].flatMap((word) => {
    const last = [...text.matchAll(new RegExp(`^${word}\\s+(.+)$`, 'gm'))].at(-1)
    return last === undefined ? [] : [`${word} ${last[1]!.trim()}`]
  })
  return ['all of it, which says nothing of Lambda', ...seen].join('; ')
}

type Flag = [name: string, values: string[]]

/** Flags of `aws lambda create-function` and the like. */
function flagsOf(words: readonly string[], commands: readonly string[]): Flag[] | undefined {
  if (!words.includes('lambda') || !words.some((word) => commands.includes(word))) return undefined
  return words.flatMap((word, index) => {
    if (!word.startsWith('--')) return []
    const [, name, joined] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    if (name === undefined) return []
    const rest = words.slice(index + 1)
    const end = rest.findIndex((one) => one.startsWith('--'))
    return [
      [name, joined === undefined ? rest.slice(0, end < 0 ? undefined : end) : [joined]] as Flag,
    ]
  })
}
