import { EXIT, OcheError } from '../../../core/errors.ts'
import { doubtsIn } from '../../converge/record.ts'
import type { Phases, Planning, Removing } from '../../converge/resource.ts'
import {
  joinPlans,
  one,
  step,
  unseen,
  update,
  emptyPlan,
  type Change,
  type Plan,
  type Step,
} from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { requireOurs, tagsToAdd } from '../../model/tags.ts'
import type { RemoteFunction } from '../../model/version.ts'
import { nameIn } from '../../model/place.ts'
import { ALIAS, functionArn } from '../../names.ts'
import { codeChanges, configurationChanges, failedUpdate, sendsCode } from './compare.ts'
import type { WantedFunction } from './desire.ts'
import { keepPlan, keepTag, retirement, retiringVersions } from './retire.ts'

type FunctionPlanning = Planning<WantedFunction, undefined>

/**
 * The function's code and settings, up to the alias that points to them. The record in its tags has
 * to be there before anything that it speaks of, and is set right once all of that is done.
 */
export function planFunction(planning: FunctionPlanning): Phases {
  const { function: found, tags, place, adopt } = planning
  if (found === undefined) return { make: creation(planning) }
  requireOurs(`the function ${place.function}`, tags, found.tags, adopt)
  requireMade(planning, found)
  return {
    prepare: joinPlans(tagsPlan(planning, found), keepPlan(planning, found.tags)),
    make: joinPlans(versionPlan(planning, found), concurrencyPlan(planning, found)),
    settle: recordPlan(planning, found),
  }
}

/**
 * Lambda updates no function whose creation failed. What another run has made is only deleted by
 * `oche destroy`, where a person agrees to it.
 */
function requireMade(
  { alias, wanted, place }: FunctionPlanning,
  { latest, isPublished }: RemoteFunction,
): void {
  const isDeploy = wanted.code !== undefined
  if (!isDeploy || latest.state !== 'Failed' || alias !== undefined || isPublished !== false) return
  const reason = latest.stateReason ?? 'no reason given'
  throw new OcheError(
    'FUNCTION_FAILED',
    `the function ${place.function} is there, but Lambda could not make it: ${reason}`,
    {
      remedy: `It has never served by an alias. Type: oche destroy ${nameIn(place)}, fix what Lambda names, then: oche deploy`,
      exit: EXIT.aws,
    },
  )
}

function creation(planning: FunctionPlanning): Plan {
  const { place, tags, record, wanted } = planning
  const FunctionName = place.function
  const concurrency = concurrencyStep(FunctionName, undefined, wanted.reservedConcurrency)
  return {
    changes: [
      { resource: 'function', action: 'create', to: FunctionName },
      { resource: 'version', action: 'create' },
      { resource: 'alias', action: 'create', to: ALIAS },
      ...concurrencyChange(undefined, wanted.reservedConcurrency),
    ],
    steps: [
      step('lambda:CreateFunction', {
        FunctionName,
        Tags: { ...tags, ...record.settled, ...keepTag(wanted) },
      }),
      ...concurrency,
      step('lambda:PublishVersion', { FunctionName }),
      step('lambda:CreateAlias', { FunctionName, Name: ALIAS }),
    ],
    notes: [],
  }
}

function tagsPlan({ tags, record, place }: FunctionPlanning, found: RemoteFunction): Plan {
  const Resource = functionArn(place.account, place.function)
  const recorded = tagsToAdd(record.changing, found.tags)
  const own = planTags('function', tags, found.tags, {
    add: (Tags) => step('lambda:TagResource', { Resource, Tags: { ...Tags, ...recorded } }),
    remove: (TagKeys) => step('lambda:UntagResource', { Resource, TagKeys }),
  })
  if (recorded === undefined || own.steps.some(({ call }) => call === 'lambda:TagResource')) {
    return own
  }
  return joinPlans(own, unseen(step('lambda:TagResource', { Resource, Tags: recorded })))
}

/** The record as it is once nothing of an earlier configuration is left. */
function recordPlan(
  { record, place, wanted, facts }: FunctionPlanning,
  found: RemoteFunction,
): Plan {
  const settled = { ...record.settled, ...keepTag(wanted) }
  const Tags = tagsToAdd(settled, { ...found.tags, ...record.changing })
  const Resource = functionArn(place.account, place.function)
  // What is shared was looked at before: a doubt that was left since may be about it.
  const TagKeys = doubtsIn(found.tags).filter((key) => facts.doubts?.includes(key))
  return joinPlans(
    Tags === undefined ? undefined : unseen(step('lambda:TagResource', { Resource, Tags })),
    TagKeys.length === 0 ? undefined : unseen(step('lambda:UntagResource', { Resource, TagKeys })),
  )
}

/**
 * What serves is the alias's version, so that is what is compared; `$LATEST` decides only which
 * updates are needed before a new version is published.
 */
function versionPlan(planning: FunctionPlanning, { latest }: RemoteFunction): Plan {
  const { wanted, facts, live, alias, place } = planning
  const role = facts.roleArn ?? ''
  const serving = live ?? latest
  const changes = [
    ...configurationChanges(wanted, role, serving),
    // Keys and other things are granted to a role by its id, which a role made anew has not.
    ...(facts.newRole === true ? [update('function', 'role')] : []),
    ...codeChanges(wanted, serving),
  ]
  if (live !== undefined && changes.length === 0) return weightsPlan(planning)
  const FunctionName = place.function
  const configures =
    facts.newRole === true ||
    failedUpdate(latest) ||
    configurationChanges(wanted, role, latest).length > 0
  const next = {
    changes: [
      ...changes,
      ...(alias === undefined
        ? [{ resource: 'alias', action: 'create', to: ALIAS } as const]
        : weightChanges(planning)),
    ],
    steps: [
      ...(configures ? [step('lambda:UpdateFunctionConfiguration', { FunctionName })] : []),
      ...(sendsCode(wanted, latest) ? [step('lambda:UpdateFunctionCode', { FunctionName })] : []),
      step('lambda:PublishVersion', { FunctionName }),
      aliasStep(planning),
    ],
    notes: [],
  }
  return joinPlans(next, retirement(place, retiringVersions(wanted, planning.published)))
}

function aliasStep({ alias, place }: FunctionPlanning): Step {
  const input = { FunctionName: place.function, Name: ALIAS }
  if (alias === undefined) return step('lambda:CreateAlias', input)
  return step('lambda:UpdateAlias', { ...input, RevisionId: alias.revisionId })
}

/** Shares that somebody gave to other versions end when the alias moves. */
function weightChanges({ alias }: FunctionPlanning): Change[] {
  return Object.entries(alias?.weights ?? {}).map(([version, share]) => ({
    resource: 'alias',
    action: 'delete',
    path: `weight of version ${version}`,
    from: share,
  }))
}

function weightsPlan(planning: FunctionPlanning): Plan {
  const changes = weightChanges(planning)
  if (changes.length === 0) return emptyPlan()
  return { changes, steps: [aliasStep(planning)], notes: [] }
}

function concurrencyPlan({ wanted, place }: FunctionPlanning, found: RemoteFunction): Plan {
  const [from, to] = [found.reservedConcurrency, wanted.reservedConcurrency]
  return {
    changes: concurrencyChange(from, to),
    steps: concurrencyStep(place.function, from, to),
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

function concurrencyStep(
  FunctionName: string,
  from: number | undefined,
  to: number | undefined,
): Step[] {
  if (from === to) return []
  return [
    to === undefined
      ? step('lambda:DeleteFunctionConcurrency', { FunctionName })
      : step('lambda:PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: to }),
  ]
}

/** Alias and function; versions go with it. */
export function removeFunction({ function: found, alias, place, tags }: Removing<undefined>): Plan {
  if (found === undefined) return emptyPlan()
  const FunctionName = place.function
  requireOurs(`the function ${FunctionName}`, tags, found.tags, false)
  return one(
    { resource: 'function', action: 'delete', from: FunctionName },
    ...(alias ? [step('lambda:DeleteAlias', { FunctionName, Name: ALIAS })] : []),
    step('lambda:DeleteFunction', { FunctionName }),
  )
}
