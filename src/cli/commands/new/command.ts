import type { Command } from '../command.ts'

export const newCommand: Command = {
  name: 'new',
  summary: 'a new project that works as it is',
  positionals: [{ name: 'name', required: true }],
  flags: [
    { name: 'lang', value: 'lang', choices: ['ts', 'dart'], summary: 'ts or dart (default: ts)' },
    { name: 'no-install', summary: "leave the project's packages uninstalled" },
  ],
  examples: [{ line: 'oche new hello' }, { line: 'oche new hello --lang dart' }],
  load: () => import('./index.ts'),
}
