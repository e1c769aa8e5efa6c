import { equal, sameSet } from '../../model/equal.ts'
import { update, type Change } from '../../model/plan.ts'
import type { RemoteVersion } from '../../model/version.ts'
import type { WantedFunction } from './desire.ts'

type Setting =
  | 'handler'
  | 'memory'
  | 'timeout'
  | 'ephemeralStorage'
  | 'tracing'
  | 'logFormat'
  | 'logLevel'
  | 'systemLogLevel'
  | 'description'
  | 'kmsKey'

const SETTINGS: readonly Setting[] = [
  'handler',
  'memory',
  'timeout',
  'ephemeralStorage',
  'tracing',
  'logFormat',
  'logLevel',
  'systemLogLevel',
  'description',
  'kmsKey',
]

/** What of a version's settings differs. */
export function configurationChanges(
  { configuration: wanted }: WantedFunction,
  role: string,
  { configuration: has }: RemoteVersion,
): Change[] {
  return [
    ...(has.role === role ? [] : [update('function', 'role', has.role, role)]),
    ...(has.runtime === wanted.runtime
      ? []
      : [update('function', 'runtime', has.runtime, wanted.runtime)]),
    ...SETTINGS.filter((key) => has[key] !== wanted[key]).map((key) =>
      update('function', key, has[key], wanted[key]),
    ),
    ...environmentChanges(wanted.environment, has.environment),
    ...(sameLayers(has.layers, wanted.layers)
      ? []
      : [update('function', 'layers', has.layers.join(', '), wanted.layers.join(', '))]),
    ...(equal(has.fileSystems, wanted.fileSystems)
      ? []
      : [update('function', 'fileSystem', pathsOf(has), pathsOf(wanted))]),
    ...(sameSet(has.subnets, wanted.subnets) && sameSet(has.securityGroups, wanted.securityGroups)
      ? []
      : [update('function', 'vpc', has.subnets.join(', '), wanted.subnets.join(', '))]),
  ]
}

function pathsOf({ fileSystems }: Pick<RemoteVersion['configuration'], 'fileSystems'>): string {
  return fileSystems.map(({ path }) => path).join(', ')
}

/** In place of a version's number stands `*` where any will do. */
function sameLayers(has: readonly string[], wanted: readonly string[]): boolean {
  return (
    has.length === wanted.length &&
    wanted.every((arn, at) =>
      arn.endsWith(':*') ? has[at]!.startsWith(arn.slice(0, -1)) : has[at] === arn,
    )
  )
}

/** Names only, and whether they differ. */
function environmentChanges(
  wanted: Readonly<Record<string, string>> | undefined,
  found: Readonly<Record<string, string>>,
): Change[] {
  if (wanted === undefined) return []
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort()
  return names
    .filter((name) => wanted[name] !== found[name])
    .map((name) => ({
      resource: 'function',
      action: !(name in found) ? 'create' : !(name in wanted) ? 'delete' : 'update',
      path: `environment.${name}`,
    }))
}

/** The architecture belongs to the code: it is changed by the same call. */
export function codeChanges({ code }: WantedFunction, found: RemoteVersion): Change[] {
  if (code === undefined) return []
  return [
    ...(found.arch === code.arch ? [] : [update('function', 'arch', found.arch, code.arch)]),
    ...(found.codeSha256 === code.sha256
      ? []
      : [update('function', 'code', found.codeSha256, code.sha256)]),
  ]
}

/** What `$LATEST` says of itself is not to be believed: the next update sends everything. */
export function failedUpdate({ state, updateStatus }: RemoteVersion): boolean {
  return state === 'Failed' || updateStatus === 'Failed'
}

/** Whether two looks at a version show the same code and settings. */
export function sameContent(a: RemoteVersion, b: RemoteVersion): boolean {
  return equal(contentOf(a), contentOf(b))
}

function contentOf({ configuration, arch, codeSha256 }: RemoteVersion): unknown {
  return [configuration, arch, codeSha256]
}

/** Whether `$LATEST` has to be given the code, before a version is made of it. */
export function sendsCode(wanted: WantedFunction, latest: RemoteVersion): boolean {
  const isUnsure = wanted.code !== undefined && failedUpdate(latest)
  return isUnsure || codeChanges(wanted, latest).length > 0
}
