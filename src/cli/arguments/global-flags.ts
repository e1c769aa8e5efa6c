import type { Flag } from './types.ts'

/** What every command takes. */
export const globalFlags: readonly Flag[] = [
  { name: 'cwd', value: 'dir', summary: "the project's folder", default: 'this one' },
  { name: 'config', value: 'file', summary: 'the configuration', default: 'oche.yaml' },
  {
    name: 'env-file',
    value: 'file',
    summary: 'variables for ${env:NAME} in oche.yaml',
    default: '.env',
  },
  { name: 'stage', value: 'stage', summary: 'a stage of oche.yaml', default: 'its "stage:"' },
  { name: 'region', value: 'region', summary: 'AWS region', default: 'as for the AWS CLI' },
  { name: 'profile', value: 'profile', summary: 'AWS profile', default: 'as for the AWS CLI' },
  { name: 'json', summary: 'results as JSON on standard output' },
  { name: 'verbose', short: 'v', summary: 'say more of what happens' },
  { name: 'quiet', short: 'q', summary: 'say only what goes wrong' },
  { name: 'color', summary: 'colours even where there is no terminal' },
  { name: 'no-color', summary: 'no colours' },
  { name: 'help', short: 'h', summary: 'help, also after a command' },
  { name: 'version', short: 'V', summary: 'the version' },
]
