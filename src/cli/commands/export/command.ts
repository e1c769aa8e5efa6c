import type { Command } from '../command.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'write what a deploy makes as a file for AWS SAM or Terraform',
  positionals: [{ name: 'sam|terraform|github-oidc', required: true }],
  flags: [
    { name: 'out', value: 'file', summary: 'write to this file', default: 'print it' },
    {
      name: 'repository',
      value: 'owner/name',
      goesWith: 'github-oidc',
      summary: 'the repository on GitHub whose workflows may deploy',
    },
    {
      name: 'branch',
      value: 'branch',
      goesWith: 'github-oidc',
      summary: 'workflows of this branch only',
      default: 'main',
    },
    {
      name: 'environment',
      value: 'name',
      goesWith: 'github-oidc',
      summary: 'jobs with this environment, instead of a branch',
    },
    {
      name: 'pull-requests',
      goesWith: 'github-oidc',
      summary: 'workflows of every pull request, instead of a branch',
    },
  ],
  examples: [
    { line: 'oche export sam' },
    { line: 'oche export terraform --out main.tf' },
    {
      line: 'oche export github-oidc --repository ada/shop',
      summary: 'trust policy of the role that GitHub Actions deploys with',
    },
  ],
  load: () => import('./index.ts'),
}
