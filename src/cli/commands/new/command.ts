import type { Command } from '../command.ts'
import { templateNames } from './templates.ts'

export const newCommand: Command = {
  name: 'new',
  summary: 'a new project that works as it is',
  positionals: [{ name: 'name' }],
  flags: [
    { name: 'lang', value: 'lang', choices: ['ts', 'dart'], summary: 'ts or dart (default: ts)' },
    {
      name: 'template',
      value: 'template',
      choices: templateNames,
      summary: `${templateNames.join(', ')} (default: http)`,
    },
    {
      name: 'engine',
      value: 'engine',
      choices: ['bun', 'node', 'quickjs'],
      summary: 'what turns TypeScript into an executable (default: bun)',
    },
    {
      name: 'access',
      value: 'access',
      choices: ['public', 'iam'],
      summary: 'who may call it: public or iam (default: public)',
    },
    { name: 'yes', short: 'y', summary: 'ask nothing' },
    { name: 'no-install', summary: "leave the project's packages uninstalled" },
  ],
  examples: [
    { line: 'oche new', summary: 'asks, on a terminal' },
    { line: 'oche new hello --lang dart' },
    { line: 'oche new shop --template hono --access iam' },
    { line: 'oche new .', summary: 'oche.yaml for the project that is here' },
  ],
  load: () => import('./index.ts'),
}
