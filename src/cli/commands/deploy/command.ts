import { someFunctions, type Command } from '../command.ts'

export const deployCommand: Command = {
  name: 'deploy',
  summary: 'build, then create or update in AWS what oche.yaml describes',
  positionals: [someFunctions],
  flags: [
    { name: 'dry-run', summary: 'show what would change, change nothing' },
    {
      name: 'fail-on-changes',
      goesWith: '--dry-run',
      summary: 'exit status 5 where something would change',
    },
    {
      name: 'format',
      value: 'format',
      goesWith: '--dry-run',
      choices: ['text', 'markdown'],
      summary: 'how the plan is printed',
      default: 'text',
    },
    { name: 'artifact', value: 'file', summary: 'deploy this bootstrap or zip, build nothing' },
    { name: 'prune', summary: 'delete functions, too, that oche.yaml no longer has' },
    {
      name: 'repair',
      summary: 'put right, too, what somebody has changed by hand in AWS; "oche status" shows that',
    },
    { name: 'adopt', summary: 'take over resources of the same name that Oche has not made' },
    { name: 'yes', short: 'y', summary: 'do not ask before something of a stage is deleted' },
    {
      name: 'bucket',
      value: 'name',
      summary: 'S3 bucket for zips over 50 MB',
      default: 'one is made',
    },
  ],
  examples: [
    { line: 'oche deploy', summary: 'all functions' },
    { line: 'oche deploy --dry-run' },
    { line: 'oche deploy --dry-run --format markdown', summary: 'for a pull request' },
    { line: 'oche deploy items --region eu-west-1', summary: 'one of several functions' },
  ],
  load: () => import('./index.ts'),
}
