import type { Target } from '@aws-sdk/client-eventbridge'
import type { Phases, Planning, Removing } from '../../converge/resource.ts'
import { equal } from '../../model/equal.ts'
import { aliasArn, type Place, type Tags } from '../../model/place.ts'
import {
  emptyPlan,
  joinPlans,
  one,
  step,
  stepOnMade,
  update,
  type Plan,
  type Step,
} from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { isOurs, requireOurs } from '../../model/tags.ts'
import { ruleArn } from '../../names.ts'
import { sourceMissing } from '../events/missing.ts'
import type { Rule } from './desire.ts'
import type { FoundRule, RemoteRule } from './read.ts'

const RESOURCE = 'rule'

type RulesPlanning = Planning<readonly Rule[], readonly RemoteRule[]>

/** @throws OcheError `EVENT_SOURCE_MISSING`, `NOT_OURS` */
export function planRules(planning: RulesPlanning): Phases {
  const { wanted, found, tags } = planning
  const surplus = found.filter((one) => !wanted.some((rule) => isOf(rule, one)))
  return {
    make: joinPlans(...wanted.map((rule) => planRule(planning, rule))),
    remove: joinPlans(...surplus.map((one) => removal(one, tags))),
  }
}

const isOf = (rule: Rule, { name, bus }: RemoteRule) => rule.name === name && rule.bus === bus

function planRule({ found: all, place, tags, adopt }: RulesPlanning, wanted: Rule): Plan {
  const { name, bus } = wanted
  const remote = all.find((one) => isOf(wanted, one))
  if (remote?.hasBus !== true) {
    throw sourceMissing(
      `there is no event bus ${bus}`,
      'Make it first, or correct its name in "events".',
    )
  }
  const { rule: found } = remote
  const target = { Id: TARGET, Arn: aliasArn(place) }
  if (found === undefined) {
    return one(
      { resource: RESOURCE, action: 'create', path: name, to: bus },
      step('events:PutRule', { ...settingsInput(wanted), Tags: tagList(tags) }),
      stepOnMade('events:PutTargets', { Rule: name, EventBusName: bus, Targets: [target] }),
    )
  }
  requireOurs(`the rule ${name} of the bus ${bus}`, tags, found.tags, adopt)
  return joinPlans(
    tagsPlan(place, wanted, tags, found),
    settingsPlan(wanted, found),
    targetsPlan(wanted, target, found.targets),
  )
}

/** Of the one target that a rule of ours has. */
const TARGET = 'live'

function settingsInput({ name, bus, pattern, enabled }: Rule) {
  return {
    Name: name,
    EventBusName: bus,
    EventPattern: JSON.stringify(pattern),
    State: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
  }
}

/** EventBridge's form of tags. */
function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

function tagsPlan(place: Place, { name, bus }: Rule, tags: Tags, found: FoundRule): Plan {
  const ResourceARN = ruleArn(place.account, bus, name)
  return planTags(RESOURCE, tags, found.tags, {
    add: (added) => step('events:TagResource', { ResourceARN, Tags: tagList(added) }),
    remove: (TagKeys) => step('events:UntagResource', { ResourceARN, TagKeys }),
  })
}

/** A pattern is named alone. */
function settingsPlan(wanted: Rule, found: FoundRule): Plan {
  const { name } = wanted
  const changes = [
    ...(equal(wanted.pattern, found.pattern) ? [] : [update(RESOURCE, `${name}.pattern`)]),
    ...(wanted.enabled === found.enabled
      ? []
      : [update(RESOURCE, `${name}.enabled`, found.enabled, wanted.enabled)]),
  ]
  if (changes.length === 0) return emptyPlan()
  return { changes, steps: [step('events:PutRule', settingsInput(wanted))], notes: [] }
}

/** The rule is ours, and so is all that it leads to. */
function targetsPlan({ name, bus }: Rule, wanted: Target, found: readonly Target[]): Plan {
  const own = found.find(({ Id }) => Id === TARGET)
  const others = found.filter((one) => one !== own)
  const isRight = own !== undefined && equal(withoutUnset(own), wanted)
  if (isRight && others.length === 0) return emptyPlan()
  const rule = { Rule: name, EventBusName: bus }
  return {
    changes: [update(RESOURCE, `${name}.target`, targetsText(found), wanted.Arn)],
    steps: [
      ...(isRight ? [] : [stepOnMade('events:PutTargets', { ...rule, Targets: [wanted] })]),
      ...removingTargets(name, bus, others),
    ],
    notes: [],
  }
}

function withoutUnset(target: Target): object {
  return Object.fromEntries(Object.entries(target).filter(([, value]) => value !== undefined))
}

function targetsText(targets: readonly Target[]): string | undefined {
  return targets.length === 0 ? undefined : targets.map(({ Arn }) => Arn).join(', ')
}

function removingTargets(Rule: string, EventBusName: string, targets: readonly Target[]): Step[] {
  const Ids = targets.map(({ Id }) => Id!)
  return Ids.length === 0 ? [] : [step('events:RemoveTargets', { Rule, EventBusName, Ids })]
}

export function removeRules({
  found,
  tags,
}: Pick<Removing<readonly RemoteRule[]>, 'found' | 'tags'>): Plan {
  return joinPlans(...found.map((one) => removal(one, tags)))
}

/** A rule that leads somewhere is not deleted by AWS. */
function removal({ name, bus, rule }: RemoteRule, tags: Tags): Plan {
  if (rule === undefined) return emptyPlan()
  if (!isOurs(tags, rule.tags)) {
    return { ...emptyPlan(), notes: [`the rule ${name} was not made by oche: it stays`] }
  }
  return one(
    { resource: RESOURCE, action: 'delete', path: name, from: bus },
    ...removingTargets(name, bus, rule.targets),
    step('events:DeleteRule', { Name: name, EventBusName: bus }),
  )
}
