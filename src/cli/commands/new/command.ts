import type { Command } from '../command.ts'

export const newCommand: Command = {
  name: 'new',
  summary: 'a new project that works as it is',
  positionals: [{ name: 'name', required: true }],
  flags: [
    { name: 'lang', value: 'lang', choices: ['ts', 'dart'], summary: 'ts or dart (default: ts)' },
    {
      name: 'engine',
      value: 'engine',
      choices: ['bun', 'node', 'quickjs'],
      summary: 'what turns TypeScript into an executable (default: bun)',
    },
    { name: 'no-install', summary: "leave the project's packages uninstalled" },
  ],
  examples: [
    { line: 'oche new hello' },
    { line: 'oche new hello --lang dart' },
    { line: 'oche new hello --engine quickjs' },
  ],
  load: () => import('./index.ts'),
}
