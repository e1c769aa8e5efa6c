import type { Aws } from '../aws/aws.ts'
import type { PolicyDocument } from '../desired.ts'
import { ownershipTags, regionalRoleName, roleName, roleNameIn, type Account } from '../names.ts'
import { digestOf, INLINE_TAG, NONE } from '../plan/record.ts'
import type { RemoteRole } from '../remote.ts'

/** Name of the one inline policy of a role. */
export const INLINE_POLICY = 'oche'

/**
 * The role that is ours for this function in this region. A role has no region: where another
 * region's deploy of the same function has the plain name, ours is the one with the region in it.
 *
 * @param current ARN of the role that the function has now
 * @param known an inline policy that is not read where the role's tag already vouches for it
 */
export async function readRole(
  aws: Aws,
  account: Account,
  functionName: string,
  current: string | undefined,
  known: PolicyDocument | undefined,
): Promise<RemoteRole | { name: string }> {
  const regional = regionalRoleName(functionName, account.region)
  if (current !== undefined && roleNameIn(current) === regional) {
    return (await readNamed(aws, regional, known)) ?? { name: regional }
  }
  const plain = roleName(functionName)
  const found = await readNamed(aws, plain, known)
  if (found === undefined) return { name: plain }
  const region = found.tags[ownershipTags.region]
  if (region === undefined || region === account.region) return found
  return (await readNamed(aws, regional, known)) ?? { name: regional }
}

export async function readNamed(
  aws: Aws,
  name: string,
  known: PolicyDocument | undefined,
): Promise<RemoteRole | undefined> {
  const [found, attached] = await Promise.all([
    aws.find('iam:GetRole', { RoleName: name }),
    aws.find('iam:ListAttachedRolePolicies', { RoleName: name }),
  ])
  const role = found?.Role
  if (role === undefined) return undefined
  const tags = Object.fromEntries((role.Tags ?? []).map((tag) => [tag.Key!, tag.Value!]))
  return {
    name,
    arn: role.Arn ?? '',
    tags,
    trust: documentOf(role.AssumeRolePolicyDocument),
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    managed: (attached?.AttachedPolicies ?? []).map((policy) => policy.PolicyArn!),
    inline: await readInline(aws, name, tags[INLINE_TAG] ?? NONE, known),
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
