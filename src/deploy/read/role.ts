import type { Aws } from '../aws/aws.ts'
import type { PolicyDocument } from '../desired.ts'
import { ownershipTags, regionalRoleName, roleName, roleNameIn, type Account } from '../names.ts'
import type { RemoteRole } from '../remote.ts'

/** Name of the one inline policy of a role. */
export const INLINE_POLICY = 'oche'

/** A tag that says that the role has, or had, an inline policy: without it none is asked for. */
export const INLINE_TAG = 'oche:inline'

/**
 * The role that is ours for this function in this region. A role has no region: where another
 * region's deploy of the same function has the plain name, ours is the one with the region in it.
 *
 * @param current ARN of the role that the function has now
 */
export async function readRole(
  aws: Aws,
  account: Account,
  functionName: string,
  current: string | undefined,
  expectInline: boolean,
): Promise<RemoteRole | { name: string }> {
  const regional = regionalRoleName(functionName, account.region)
  if (current !== undefined && roleNameIn(current) === regional) {
    return (await readNamed(aws, regional, expectInline)) ?? { name: regional }
  }
  const plain = roleName(functionName)
  const found = await readNamed(aws, plain, expectInline)
  if (found === undefined) return { name: plain }
  const region = found.tags[ownershipTags.region]
  if (region === undefined || region === account.region) return found
  return (await readNamed(aws, regional, expectInline)) ?? { name: regional }
}

export async function readNamed(
  aws: Aws,
  name: string,
  expectInline: boolean,
): Promise<RemoteRole | undefined> {
  const [found, attached] = await Promise.all([
    aws.find('iam:GetRole', { RoleName: name }),
    aws.find('iam:ListAttachedRolePolicies', { RoleName: name }),
  ])
  const role = found?.Role
  if (role === undefined) return undefined
  const tags = Object.fromEntries((role.Tags ?? []).map((tag) => [tag.Key!, tag.Value!]))
  const inline =
    expectInline || INLINE_TAG in tags
      ? await aws.find('iam:GetRolePolicy', { RoleName: name, PolicyName: INLINE_POLICY })
      : undefined
  return {
    name,
    arn: role.Arn ?? '',
    tags,
    trust: documentOf(role.AssumeRolePolicyDocument),
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    managed: (attached?.AttachedPolicies ?? []).map((policy) => policy.PolicyArn!),
    inline: documentOf(inline?.PolicyDocument),
  }
}

/** IAM percent-encodes documents. */
function documentOf(text: string | undefined): PolicyDocument | undefined {
  return text === undefined ? undefined : (JSON.parse(decodeURIComponent(text)) as PolicyDocument)
}
