import { someFunctions, type Command } from '../command.ts'

export const statusCommand: Command = {
  name: 'status',
  summary: 'what is deployed, and where it differs',
  positionals: [someFunctions],
  flags: [],
  examples: [{ line: 'oche status' }, { line: 'oche status items --json' }],
  load: () => import('./index.ts'),
}
