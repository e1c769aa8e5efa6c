import type { Command } from '../command.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'what is installed, what is missing, how to fix it',
  positionals: [],
  flags: [],
  examples: [{ line: 'oche doctor' }],
  load: () => import('./index.ts'),
}
