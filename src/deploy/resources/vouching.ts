import { randomBytes } from 'node:crypto'
import { isUndisturbed, mark, type Marked } from '../converge/marked.ts'
import { doubt, doubtsIn } from '../converge/record.ts'
import type { Context, Desired, Handlers, Vouching } from '../converge/resource.ts'
import { isVouching, VOUCH, vouchedBy, vouchText, type Grounds } from '../converge/vouch.ts'
import { CHANGING, digestOf } from '../model/digest.ts'
import type { Facts } from '../model/facts.ts'
import { GATEWAYS, type Gateway } from '../model/gateway.ts'
import { emptyPlan, step, stepOnMade, unseen } from '../model/plan.ts'
import { isOurs } from '../model/tags.ts'
import type { Anchor } from '../model/version.ts'
import { functionArn } from '../names.ts'
import { readFunction } from './function/read.ts'
import type { WantedAsynchronous } from './asynchronous.ts'
import type { Callers } from './permissions.ts'

/** What is compared at every deploy: the function and its alias show it. */
const COMPARED: readonly string[] = ['function', 'uploads']

/** The tag `oche:settled` of a function, see `VOUCH`. */
export const vouching: Vouching = {
  compared: COMPARED,
  known,
  around({ desired, anchor, facts, changesRest }) {
    const { place } = desired
    const Resource = functionArn(place.account, place.function)
    const Tags = { [VOUCH]: [digestOfRest(desired), ...callingOf(desired)].join(' ') }
    const settle = unseen(stepOnMade('lambda:TagResource', { Resource, Tags }))
    const { function: fn } = anchor
    // It is made with a tag that says that it changes.
    if (fn === undefined) return { before: emptyPlan(), after: settle }
    const grounds = groundsOf(desired, facts.roleArn, facts)
    const isSettled = grounds !== undefined && vouchedBy(fn.tags, grounds) !== undefined
    if (isSettled && !changesRest) return { before: emptyPlan(), after: emptyPlan() }
    const before = step('lambda:TagResource', { Resource, Tags: { [VOUCH]: CHANGING } })
    return { before: unseen(before), after: settle }
  },
  beforeRemoval(place, { function: fn }) {
    if (!isVouching(fn?.tags[VOUCH])) return emptyPlan()
    const Resource = functionArn(place.account, place.function)
    return unseen(step('lambda:TagResource', { Resource, Tags: { [VOUCH]: CHANGING } }))
  },
}

function known(
  desired: Desired,
  { function: fn, live }: Anchor,
  given: Readonly<Facts>,
): Facts | undefined {
  if (fn === undefined || live === undefined || !isOurs(desired.tags, fn.tags)) return undefined
  if (doubtsIn(fn.tags).length > 0) return undefined
  const roleArn = live.configuration.role
  const grounds = groundsOf(desired, roleArn, given)
  const told = grounds && vouchedBy(fn.tags, grounds)
  return told && { ...told, roleArn }
}

/** Of the resources that are not compared, and of the tags that all of them have. */
function digestOfRest({ wants, tags }: Desired): string {
  const rest = Object.entries(wants).filter(([name]) => !COMPARED.includes(name))
  // What else a run deploys is no setting of the function's.
  const { functions: _, ...asynchronous } = wants['asynchronous'] as WantedAsynchronous
  return digestOf({ wants: { ...Object.fromEntries(rest), asynchronous }, tags })
}

/** Undefined where an API that calls the function is still to be made. */
function groundsOf(
  desired: Desired,
  roleArn: string | undefined,
  { gateways }: Readonly<Facts>,
): Grounds | undefined {
  const apis = callingOf(desired).map((one) => gateways?.[one]?.id ?? '')
  return apis.includes('') ? undefined : { digest: digestOfRest(desired), roleArn, apis }
}

/** Kinds of API that may call the function. */
function callingOf({ wants }: Desired): Gateway[] {
  const callers = wants['permissions'] as Callers
  return GATEWAYS.filter((one) =>
    callers.some((caller) => caller === one || caller === `authorizers of ${one}`),
  )
}

/** Tags of functions and of mappings; those that vouch are written with what else was written seen. */
export const applyVouching: Handlers = {
  'lambda:TagResource': async (context, input) => {
    const value = input.Tags?.[VOUCH]
    const { aws } = context
    if (value === undefined) {
      await aws.call('lambda:TagResource', { Resource: undefined, Tags: {}, ...input })
      return
    }
    const marked = markedBy(context)
    if (value === CHANGING) return mark(marked)
    if (await isUndisturbed(marked, aws)) return write(context, settledTags(context, value))
    // What the other run has made nobody has looked at, nor what vouches for it in turn.
    await write(context, { [VOUCH]: CHANGING, ...doubt() })
  },
}

function markedBy(context: Context): Marked {
  const { facts } = context
  return {
    reading: 'lambda:GetFunction',
    own: facts.mark!,
    seen: facts.vouch,
    read: () => readTag(context),
    write: (value) => write(context, { [VOUCH]: value }),
  }
}

function settledTags({ facts }: Context, value: string): Record<string, string> {
  const [digest = '', ...calling] = value.split(' ')
  const { roleArn, gateways = {} } = facts
  const apis = calling.map((one) => gateways[one as Gateway]?.id ?? '')
  const token = randomBytes(4).toString('hex')
  return { [VOUCH]: vouchText({ digest, roleArn, apis }, token, facts) }
}

async function readTag({ aws, place }: Context): Promise<string | undefined> {
  return (await readFunction(aws, place.function))?.tags[VOUCH]
}

async function write({ aws, place }: Context, Tags: Record<string, string>): Promise<void> {
  const Resource = functionArn(place.account, place.function)
  await aws.call('lambda:TagResource', { Resource, Tags }, { afterCreate: true })
}
