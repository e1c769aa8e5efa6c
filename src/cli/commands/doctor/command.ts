import type { Command } from '../command.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'show what is installed, what is missing, and how to get it',
  positionals: [],
  flags: [],
  examples: [{ line: 'oche doctor' }],
  load: () => import('./index.ts'),
}
