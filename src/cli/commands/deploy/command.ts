import { someFunctions, type Command } from '../command.ts'

export const deployCommand: Command = {
  name: 'deploy',
  summary: 'build, then make AWS what the configuration says',
  positionals: [someFunctions],
  flags: [
    { name: 'dry-run', summary: 'show what would change, change nothing' },
    { name: 'fail-on-changes', summary: 'with --dry-run: exit status 5 where there are changes' },
    {
      name: 'format',
      value: 'format',
      choices: ['text', 'markdown'],
      summary: 'with --dry-run: text, or markdown for a pull request (text)',
    },
    { name: 'artifact', value: 'file', summary: 'deploy this bootstrap or zip, build nothing' },
    { name: 'adopt', summary: 'take over resources that oche did not make' },
    { name: 'yes', short: 'y', summary: 'do not ask before something of a stage goes' },
    { name: 'prune', summary: 'delete functions that oche.yaml no longer has' },
    { name: 'repair', summary: 'compare also what nobody but oche should change' },
    { name: 'bucket', value: 'name', summary: 'for packages over 50 MB (default: one is made)' },
  ],
  examples: [
    { line: 'oche deploy --dry-run' },
    { line: 'oche deploy --dry-run --format markdown', summary: 'for a pull request' },
    { line: 'oche deploy items --region eu-west-1', summary: 'one of several functions' },
  ],
  load: () => import('./index.ts'),
}
