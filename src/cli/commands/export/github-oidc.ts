import type { Arguments } from '../../arguments/values.ts'
import { usageError } from '../../arguments/usage-error.ts'

const ISSUER = 'token.actions.githubusercontent.com'

/**
 * The trust policy of a role that workflows of one repository may take on by GitHub's OpenID Connect provider:
 * those of one branch, of one environment, or of pull requests.
 *
 * @throws OcheError `USAGE` where the repository or the account is missing, or several are asked for
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
  const subject = `repo:${repository}:${claimOf(args)}`
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

/** A job that names an environment is known by that alone, whatever its branch is. */
function claimOf(args: Arguments): string {
  const given = ['branch', 'environment', 'pull-requests'].filter((name) => args.has(name))
  if (given.length > 1) {
    throw usageError(
      `a role is for one of ${given.map((name) => `--${name}`).join(' and ')}`,
      'Make two roles, each with a trust policy of its own.',
    )
  }
  if (args.has('pull-requests')) return 'pull_request'
  const environment = args.text('environment')
  if (environment === undefined) return `ref:refs/heads/${args.text('branch') ?? 'main'}`
  // GitHub writes a colon, which parts claims, as %3A.
  return `environment:${environment.replaceAll(':', '%3A')}`
}
