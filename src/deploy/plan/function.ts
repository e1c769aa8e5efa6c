import type { Desired } from '../desired.ts'
import type { Remote, RemoteVersion } from '../remote.ts'
import { equal, sameSet } from './equal.ts'
import { emptyPlan, joinPlans, update, type Change, type Plan, type Step } from './plan.ts'
import { changingRecord, settledRecord } from './record.ts'
import { executionRoleArn } from './role.ts'
import { requireOurs, tagsToAdd } from './tags.ts'

/** The function's code and settings, up to the alias that points to them. */
export function planFunction(desired: Desired, remote: Remote): Plan {
  const found = remote.function
  if (found === undefined) return creation(desired, 'create')
  // Lambda updates no function whose creation failed; nothing points to it yet.
  if (found.latest.state === 'Failed' && remote.live === undefined) {
    return joinPlans(
      { ...emptyPlan(), steps: [{ call: 'lambda:DeleteFunction' }] },
      creation(desired, 'replace'),
    )
  }
  return joinPlans(
    planVersion(desired, remote, found.latest),
    planConcurrency(desired, found.reservedConcurrency),
  )
}

function creation(desired: Desired, action: 'create' | 'replace'): Plan {
  const tags = { ...desired.tags, ...settledRecord(desired) }
  const { reservedConcurrency } = desired
  return {
    changes: [
      { resource: 'function', action, to: desired.name },
      { resource: 'version', action: 'create' },
      { resource: 'alias', action: 'create', to: 'live' },
      ...concurrencyChange(undefined, reservedConcurrency),
    ],
    steps: [
      ...uploadSteps(desired),
      { call: 'lambda:CreateFunction', tags },
      ...concurrencySteps(undefined, reservedConcurrency),
      { call: 'lambda:PublishVersion' },
      { call: 'lambda:CreateAlias' },
    ],
    notes: [],
  }
}

/** The record has to be there before anything that it speaks of, so the tags come first of all. */
export function planTags(desired: Desired, remote: Remote, adopt: boolean): Plan {
  if (remote.function === undefined) return emptyPlan()
  const found = remote.function.tags
  requireOurs(`the function ${desired.name}`, desired.tags, found, adopt)
  const own = tagsToAdd(desired.tags, found)
  const record = tagsToAdd(changingRecord(desired, found), found)
  const tags = { ...own, ...record }
  if (Object.keys(tags).length === 0) return emptyPlan()
  return {
    changes: own === undefined ? [] : [{ resource: 'function', action: 'update', path: 'tags' }],
    steps: [{ call: 'lambda:TagResource', tags }],
    notes: [],
  }
}

/** The record as it is once nothing of an earlier configuration is left. */
export function planRecord(desired: Desired, remote: Remote): Plan {
  const found = remote.function
  if (found === undefined) return emptyPlan()
  const before = { ...found.tags, ...changingRecord(desired, found.tags) }
  const tags = tagsToAdd(settledRecord(desired), before)
  if (tags === undefined) return emptyPlan()
  return { ...emptyPlan(), steps: [{ call: 'lambda:TagResource', tags }] }
}

/**
 * What serves is the alias's version, so that is what is compared; `$LATEST` decides only which
 * updates are needed before a new version is published.
 */
function planVersion(desired: Desired, remote: Remote, latest: RemoteVersion): Plan {
  const role = executionRoleArn(desired, remote)
  const serving = remote.live ?? latest
  const changes = [
    ...configurationChanges(desired, role, serving),
    ...codeChanges(desired, serving),
  ]
  if (remote.live !== undefined && changes.length === 0) return emptyPlan()
  const steps: Step[] = []
  if (configurationChanges(desired, role, latest).length > 0) {
    steps.push({ call: 'lambda:UpdateFunctionConfiguration' })
  }
  if (codeChanges(desired, latest).length > 0) {
    steps.push(...uploadSteps(desired), { call: 'lambda:UpdateFunctionCode' })
  }
  steps.push({ call: 'lambda:PublishVersion' })
  const alias = remote.live === undefined
  steps.push({ call: alias ? 'lambda:CreateAlias' : 'lambda:UpdateAlias' })
  if (alias) changes.push({ resource: 'alias', action: 'create', to: 'live' })
  return { changes, steps, notes: [] }
}

const MAX_DIRECT_BYTES = 50 * 1024 * 1024

/** Whether a package has to go through a bucket. */
export function needsBucket({ code }: Pick<Desired, 'code'>): boolean {
  return code !== undefined && code.zipBytes > MAX_DIRECT_BYTES
}

function uploadSteps(desired: Desired): Step[] {
  if (!needsBucket(desired)) return []
  return [{ call: 's3:PutObject' }]
}

type Setting = 'handler' | 'memory' | 'timeout' | 'ephemeralStorage' | 'tracing' | 'logFormat'

const SETTINGS: readonly Setting[] = [
  'handler',
  'memory',
  'timeout',
  'ephemeralStorage',
  'tracing',
  'logFormat',
]

function configurationChanges(desired: Desired, role: string, found: RemoteVersion): Change[] {
  const wanted = desired.configuration
  const has = found.configuration
  return [
    ...(has.role === role ? [] : [update('function', 'role', has.role, role)]),
    ...(has.runtime === wanted.runtime
      ? []
      : [update('function', 'runtime', has.runtime, wanted.runtime)]),
    ...SETTINGS.filter((key) => has[key] !== wanted[key]).map((key) =>
      update('function', key, has[key], wanted[key]),
    ),
    ...environmentChanges(wanted.environment, has.environment),
    ...(equal(has.layers, wanted.layers)
      ? []
      : [update('function', 'layers', has.layers.join(', '), wanted.layers.join(', '))]),
    ...(sameSet(has.subnets, wanted.subnets) && sameSet(has.securityGroups, wanted.securityGroups)
      ? []
      : [update('function', 'vpc', has.subnets.join(', '), wanted.subnets.join(', '))]),
  ]
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
function codeChanges({ code }: Desired, found: RemoteVersion): Change[] {
  if (code === undefined) return []
  return [
    ...(found.arch === code.arch ? [] : [update('function', 'arch', found.arch, code.arch)]),
    ...(found.codeSha256 === code.sha256
      ? []
      : [update('function', 'code', found.codeSha256, code.sha256)]),
  ]
}

function planConcurrency(desired: Desired, found: number | undefined): Plan {
  const wanted = desired.reservedConcurrency
  return {
    changes: concurrencyChange(found, wanted),
    steps: concurrencySteps(found, wanted),
    notes: [],
  }
}

function concurrencyChange(from: number | undefined, to: number | undefined): Change[] {
  if (from === to) return []
  const action = from === undefined ? 'create' : to === undefined ? 'delete' : 'update'
  return [
    {
      resource: 'function',
      action,
      path: 'reservedConcurrency',
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
  ]
}

function concurrencySteps(from: number | undefined, to: number | undefined): Step[] {
  if (from === to) return []
  return [
    to === undefined
      ? { call: 'lambda:DeleteFunctionConcurrency' }
      : { call: 'lambda:PutFunctionConcurrency', executions: to },
  ]
}
