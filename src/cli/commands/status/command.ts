import { someFunctions, type Command } from '../command.ts'

export const statusCommand: Command = {
  name: 'status',
  summary: 'what is deployed, and where it differs',
  positionals: [someFunctions],
  flags: [{ name: 'all-stages', summary: 'every stage of oche.yaml, one after the other' }],
  examples: [
    { line: 'oche status' },
    { line: 'oche status items --json' },
    { line: 'oche status --all-stages' },
  ],
  load: () => import('./index.ts'),
}
