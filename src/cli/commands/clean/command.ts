import type { Command } from '../command.ts'

export const cleanCommand: Command = {
  name: 'clean',
  summary: 'delete what builds left',
  positionals: [],
  flags: [],
  examples: [{ line: 'oche clean' }],
  load: () => import('./index.ts'),
}
