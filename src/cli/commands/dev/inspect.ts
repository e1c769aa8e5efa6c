import type { FunctionConfig } from '../../../core/project.ts'
import { usageError } from '../../arguments/usage-error.ts'
import type { Arguments } from '../../arguments/values.ts'
import type { ServedFunction } from './functions.ts'

/** Where debuggers find functions. */
export interface Inspection {
  host: string
  /** Of the first function; each has the next one. */
  port: number
}

const LOCALHOST = '127.0.0.1'
const DEFAULT_PORT = 9229

/**
 * What `--inspect`, `--inspect=9230` or `--inspect=127.0.0.1:9230` asks for.
 *
 * @throws OcheError `USAGE`
 */
export function inspectionOf(args: Arguments): Inspection | undefined {
  if (!args.has('inspect')) return undefined
  if (args.has('artifact')) throw usageError('--inspect needs the source; leave out --artifact')
  const text = args.text('inspect')
  if (text === undefined) return { host: LOCALHOST, port: DEFAULT_PORT }
  const [, host = LOCALHOST, port] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? []
  if (port !== undefined && Number(port) > 0 && Number(port) < 65_536) {
    return { host, port: Number(port) }
  }
  throw usageError(`--inspect takes a port, or a host and a port, not "${text}"`)
}

/**
 * The same functions, listening for debuggers, and how those attach.
 *
 * @throws OcheError `USAGE` where none can
 */
export function inspected(
  locals: readonly ServedFunction[],
  at: Inspection | undefined,
): { locals: ServedFunction[]; attach: string[] } {
  if (at === undefined) return { locals: [...locals], attach: [] }
  const all = locals.filter(({ settings }) => isInspectable(settings))
  if (all.length === 0) {
    throw usageError(
      '--inspect is for functions of Dart, and of TypeScript on Bun and Node, and none of these is one',
    )
  }
  const addresses = new Map(
    all.map(({ settings: { name } }, index) => [name, `${at.host}:${at.port + index}`]),
  )
  return {
    locals: locals.map((local) => listening(local, addresses.get(local.settings.name))),
    attach: all.map(({ settings }) => {
      return `Debugger of ${settings.name}: ${HOW[debugged(settings)](addresses.get(settings.name)!)}`
    }),
  }
}

function listening(local: ServedFunction, address: string | undefined): ServedFunction {
  if (address === undefined) return local
  const { environment = {}, settings } = local
  const engine = debugged(settings)
  // The virtual machine is told on its command line.
  if (engine === 'dart') return { ...local, debugAt: address }
  return { ...local, environment: { ...environment, ...VARIABLES[engine](address, environment) } }
}

function isInspectable({ language, build, engine }: FunctionConfig): boolean {
  return build === undefined && (language === 'dart' || engine !== 'quickjs')
}

/** QuickJS has no debugger. */
type Debugged = 'dart' | Exclude<FunctionConfig['engine'], 'quickjs'>

function debugged({ language, engine }: FunctionConfig): Debugged {
  return language === 'dart' ? 'dart' : (engine as Exclude<Debugged, 'dart'>)
}

/** By which an executable listens. */
const VARIABLES: Record<
  Exclude<Debugged, 'dart'>,
  (address: string, own: Variables) => Variables
> = {
  bun: (address) => ({ BUN_INSPECT: bunUrl(address) }),
  node: (address, { NODE_OPTIONS: own }) => ({
    NODE_OPTIONS: [own, `--inspect=${address}`].filter(Boolean).join(' '),
  }),
}

type Variables = Readonly<Record<string, string>>

const HOW: Record<Debugged, (address: string) => string> = {
  bun: (address) =>
    `${bunUrl(address)} (VS Code with Bun's extension), or https://debug.bun.sh/#${address}/oche`,
  node: (address) => `${address} (VS Code, IntelliJ), or chrome://inspect`,
  dart: (address) =>
    `http://${address}/ (VS Code with Dart's extension, IntelliJ), or: dart devtools http://${address}/`,
}

/** With a path of its own choice Bun adds none by chance. */
function bunUrl(address: string): string {
  return `ws://${address}/oche`
}
