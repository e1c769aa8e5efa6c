import { someFunctions, type Command } from '../command.ts'

export const statusCommand: Command = {
  name: 'status',
  summary: 'show what is deployed, and where it differs from oche.yaml',
  positionals: [someFunctions],
  flags: [{ name: 'all-stages', summary: 'every stage that oche.yaml has' }],
  examples: [
    { line: 'oche status' },
    { line: 'oche status items --json' },
    { line: 'oche status --all-stages' },
  ],
  load: () => import('./index.ts'),
}
