import type { Command } from '../command.ts'

export const cleanCommand: Command = {
  name: 'clean',
  summary: 'delete what builds left on this machine (.oche)',
  positionals: [],
  flags: [],
  examples: [{ line: 'oche clean' }],
  load: () => import('./index.ts'),
}
