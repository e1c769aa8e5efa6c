import type { Command } from '../command.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'the same deploy as a file for AWS SAM or Terraform',
  positionals: [{ name: 'sam|terraform|github-oidc', required: true }],
  flags: [
    {
      name: 'repository',
      value: 'owner/name',
      summary: 'of github-oidc: the repository on GitHub',
    },
    { name: 'branch', value: 'branch', summary: 'of github-oidc: the branch (default: main)' },
    { name: 'environment', value: 'name', summary: 'of github-oidc: an environment of GitHub' },
    { name: 'pull-requests', summary: 'of github-oidc: every pull request' },
    { name: 'out', value: 'file', summary: 'write to this file (default: print)' },
  ],
  examples: [
    { line: 'oche export sam' },
    { line: 'oche export terraform --out main.tf' },
    {
      line: 'oche export github-oidc --repository ada/shop',
      summary: 'the trust policy of a role that GitHub Actions takes on',
    },
  ],
  load: () => import('./index.ts'),
}
