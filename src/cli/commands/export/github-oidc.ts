import type { Arguments } from '../../arguments/values.ts'
import { usageError } from '../../arguments/usage-error.ts'

const ISSUER = 'token.actions.githubusercontent.com'

/**
 * The trust policy of a role that workflows of one branch of one repository may take on, by GitHub's
 * OpenID Connect provider.
 *
 * @throws OcheError `USAGE` where the repository or the account is missing
 */
export function trustPolicy(account: string | undefined, args: Arguments): string {
  const repository = args.text('repository')
  if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw usageError(
      'export github-oidc needs the repository',
      'Type: oche export github-oidc --repository owner/name',
    )
  }
  if (account === undefined) {
    throw usageError(
      'export github-oidc needs the account',
      'Name it in oche.yaml: account: "123456789012"',
    )
  }
  const subject = `repo:${repository}:ref:refs/heads/${args.text('branch') ?? 'main'}`
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${ISSUER}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: subject },
        },
      },
    ],
  }
  return `${JSON.stringify(policy, null, 2)}\n`
}
