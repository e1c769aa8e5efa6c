import type { Aws } from '../../aws/aws.ts'
import type { Reading } from '../../converge/resource.ts'
import { CHANGING, digestOf } from '../../model/digest.ts'
import { isOurs } from '../../model/tags.ts'
import type { PolicyDocument } from '../../model/policy.ts'
import { ownershipTags, regionalRoleName, roleName, roleNameIn } from '../../names.ts'
import type { ExecutionRole } from './desire.ts'
import { INLINE_POLICY, INLINE_TAG, NONE } from './inline.ts'

/** A role that is there, or the name that it will have; no name where none is wanted. */
export type FoundRole = RemoteRole | { name: string }

export interface RemoteRole {
  name: string
  arn: string
  tags: Readonly<Record<string, string>>
  trust: PolicyDocument | undefined
  boundary: string | undefined
  /** ARNs */
  managed: readonly string[]
  /** Of the policy called `oche`. */
  inline: PolicyDocument | undefined
  /** Every inline policy, where the role is to go: others may have added some. */
  inlineNames: readonly string[]
}

export function isPresent(role: FoundRole): role is RemoteRole {
  return 'arn' in role
}

const NO_ROLE: FoundRole = { name: '' }

/** A role of the user's is never looked at; one of ours is, also when it is no longer wanted. */
export async function readRole(reading: Reading<ExecutionRole>): Promise<FoundRole> {
  const { wanted, mayExist, thorough, tags, isRemoval } = reading
  if (isRemoval || wanted === undefined) return readForRemoval(reading)
  if (wanted.type === 'own') return readByName(reading, thorough ? undefined : wanted.inline)
  if (!mayExist) return NO_ROLE
  const made = await readByName(reading, undefined)
  return isPresent(made) && isOurs(tags, made.tags) ? made : NO_ROLE
}

/**
 * The role that is ours for this function in this region. A role has no region: where another
 * region's deploy of the same function has the plain name, ours is the one with the region in it.
 *
 * @param known an inline policy that is not read where the role's tag already vouches for it
 */
async function readByName(
  reading: Reading<ExecutionRole>,
  known: PolicyDocument | undefined,
): Promise<FoundRole> {
  const { aws, place, thorough } = reading
  const { account } = place
  const read = (name: string) => readNamed(aws, name, known, thorough && !reading.isRemoval)
  const current = (reading.live ?? reading.function?.latest)?.configuration.role
  const regional = regionalRoleName(place.function, account.region)
  if (current !== undefined && roleNameIn(current) === regional) {
    return (await read(regional)) ?? { name: regional }
  }
  const plain = roleName(place.function)
  const found = await read(plain)
  if (found === undefined) return { name: plain }
  const region = found.tags[ownershipTags.region]
  if (region === undefined || region === account.region) return found
  return (await read(regional)) ?? { name: regional }
}

/** Of the two names that a role of ours can have, one that is there and is this region's. */
async function readForRemoval({ aws, place }: Reading<ExecutionRole>): Promise<FoundRole> {
  const { account, function: name } = place
  const names = [roleName(name), regionalRoleName(name, account.region)]
  const found = await Promise.all(names.map((each) => readNamed(aws, each, undefined, false)))
  const own = found.find((role) => role?.tags[ownershipTags.region] === account.region)
  if (own === undefined) return NO_ROLE
  const inline = await aws.find('iam:ListRolePolicies', { RoleName: own.name })
  return { ...own, inlineNames: inline?.PolicyNames ?? [] }
}

/** @param known an inline policy that is not read where the role's tag already vouches for it */
export async function readNamed(
  aws: Aws,
  name: string,
  known: PolicyDocument | undefined,
  thorough: boolean,
): Promise<RemoteRole | undefined> {
  const [found, attached] = await Promise.all([
    aws.find('iam:GetRole', { RoleName: name }),
    aws.find('iam:ListAttachedRolePolicies', { RoleName: name }),
  ])
  const role = found?.Role
  if (role === undefined) return undefined
  const tags = Object.fromEntries((role.Tags ?? []).map((tag) => [tag.Key!, tag.Value!]))
  const tag = thorough ? CHANGING : (tags[INLINE_TAG] ?? NONE)
  const inline = await readInline(aws, name, tag, known)
  return {
    name,
    arn: role.Arn ?? '',
    tags,
    trust: documentOf(role.AssumeRolePolicyDocument),
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    managed: (attached?.AttachedPolicies ?? []).map((policy) => policy.PolicyArn!),
    inline,
    inlineNames: inline === undefined ? [] : [INLINE_POLICY],
  }
}

async function readInline(
  aws: Aws,
  RoleName: string,
  tag: string,
  known: PolicyDocument | undefined,
): Promise<PolicyDocument | undefined> {
  if (tag === NONE) return undefined
  if (known !== undefined && tag === digestOf(known)) return known
  const found = await aws.find('iam:GetRolePolicy', { RoleName, PolicyName: INLINE_POLICY })
  return documentOf(found?.PolicyDocument)
}

/** IAM percent-encodes documents. */
function documentOf(text: string | undefined): PolicyDocument | undefined {
  return text === undefined ? undefined : (JSON.parse(decodeURIComponent(text)) as PolicyDocument)
}
