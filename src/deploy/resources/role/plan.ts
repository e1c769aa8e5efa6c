import type { Phases, Planning, Removing } from '../../converge/resource.ts'
import { CHANGING } from '../../model/digest.ts'
import { samePolicy } from '../../model/equal.ts'
import type { Place, Tags } from '../../model/place.ts'
import {
  emptyPlan,
  joinPlans,
  one,
  step,
  stepOnMade,
  unseen,
  update,
  type Plan,
  type Step,
} from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { isOurs, requireOurs } from '../../model/tags.ts'
import { ownershipTags } from '../../names.ts'
import type { ExecutionRole, OwnRole } from './desire.ts'
import { initialTag, inlineChange, INLINE_POLICY, INLINE_TAG, NONE, settledTag } from './inline.ts'
import { isPresent, type FoundRole, type RemoteRole } from './read.ts'

/** IAM's form of tags. */
function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** Of the role: everything else's, and its region. */
export function roleTags({ tags, place }: { tags: Tags; place: Place }): Record<string, string> {
  return { ...tags, [ownershipTags.region]: place.account.region }
}

export function planRole(planning: Planning<ExecutionRole, FoundRole>): Phases {
  const { wanted, found, tags, adopt } = planning
  // One of ours that is no longer used goes once no function has it.
  if (wanted.type === 'given') return isPresent(found) ? { remove: roleRemoval(found) } : {}
  if (!isPresent(found)) {
    return { make: joinPlans(creation(planning, wanted), policies(wanted, found)) }
  }
  requireOurs(`the role ${found.name}`, tags, found.tags, adopt)
  return { make: joinPlans(settings(planning, wanted, found), policies(wanted, found)) }
}

function creation(planning: Planning<ExecutionRole, FoundRole>, wanted: OwnRole): Plan {
  const RoleName = planning.found.name
  const tags = { ...roleTags(planning), [INLINE_TAG]: initialTag(wanted.inline) }
  return one(
    { resource: 'role', action: 'create', to: RoleName },
    step('iam:CreateRole', {
      RoleName,
      Description: wanted.description,
      AssumeRolePolicyDocument: JSON.stringify(wanted.trust),
      PermissionsBoundary: wanted.boundary,
      Tags: tagList(tags),
    }),
  )
}

function settings(
  planning: Planning<ExecutionRole, FoundRole>,
  { trust, boundary }: OwnRole,
  found: RemoteRole,
): Plan {
  const RoleName = found.name
  const PolicyDocument = JSON.stringify(trust)
  return joinPlans(
    planTags('role', roleTags(planning), found.tags, {
      add: (tags) => step('iam:TagRole', { RoleName, Tags: tagList(tags) }),
      remove: (TagKeys) => step('iam:UntagRole', { RoleName, TagKeys }),
    }),
    samePolicy(trust, found.trust)
      ? undefined
      : one(
          update('role', 'trust'),
          step('iam:UpdateAssumeRolePolicy', { RoleName, PolicyDocument }),
        ),
    boundary === found.boundary
      ? undefined
      : one(
          update('role', 'permissionsBoundary'),
          boundary === undefined
            ? step('iam:DeleteRolePermissionsBoundary', { RoleName })
            : step('iam:PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: boundary }),
        ),
  )
}

function policies(wanted: OwnRole, found: FoundRole): Plan {
  const RoleName = found.name
  const attached = isPresent(found) ? found.managed : []
  return joinPlans(
    ...wanted.managed
      .filter((arn) => !attached.includes(arn))
      .map((arn) =>
        one(
          { resource: 'role policy', action: 'create', to: arn },
          stepOnMade('iam:AttachRolePolicy', { RoleName, PolicyArn: arn }),
        ),
      ),
    ...attached
      .filter((arn) => !wanted.managed.includes(arn))
      .map((arn) =>
        one({ resource: 'role policy', action: 'delete', from: arn }, detach(RoleName, arn)),
      ),
    inlinePolicy(wanted, found),
  )
}

function detach(RoleName: string, PolicyArn: string): Step {
  return step('iam:DetachRolePolicy', { RoleName, PolicyArn })
}

/** The record says so before the policy changes, and what it is once it has. */
function inlinePolicy({ inline: wanted }: OwnRole, found: FoundRole): Plan {
  const record = (value: string) =>
    unseen(step('iam:TagRole', { RoleName: found.name, Tags: tagList({ [INLINE_TAG]: value }) }))
  const before = isPresent(found) ? (found.tags[INLINE_TAG] ?? NONE) : initialTag(wanted)
  const after = settledTag(wanted)
  const has = isPresent(found) ? found.inline : undefined
  if (samePolicy(wanted, has)) return before === after ? emptyPlan() : record(after)
  const input = { RoleName: found.name, PolicyName: INLINE_POLICY }
  return joinPlans(
    before === CHANGING ? undefined : record(CHANGING),
    one(
      inlineChange(wanted, has),
      wanted === undefined
        ? step('iam:DeleteRolePolicy', input)
        : stepOnMade('iam:PutRolePolicy', { ...input, PolicyDocument: JSON.stringify(wanted) }),
    ),
    record(after),
  )
}

export function removeRole({ found, tags }: Pick<Removing<FoundRole>, 'found' | 'tags'>): Plan {
  return isPresent(found) && isOurs(tags, found.tags) ? roleRemoval(found) : emptyPlan()
}

function roleRemoval({ name: RoleName, managed, inlineNames, tags }: RemoteRole): Plan {
  const isVouched = inlineNames.includes(INLINE_POLICY) && tags[INLINE_TAG] !== CHANGING
  const Tags = tagList({ [INLINE_TAG]: CHANGING })
  return one(
    { resource: 'role', action: 'delete', from: RoleName },
    ...(isVouched ? [step('iam:TagRole', { RoleName, Tags })] : []),
    ...inlineNames.map((PolicyName) => step('iam:DeleteRolePolicy', { RoleName, PolicyName })),
    ...managed.map((arn) => detach(RoleName, arn)),
    step('iam:DeleteRole', { RoleName }),
  )
}
