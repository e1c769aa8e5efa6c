import { ENGINES } from '../../../core/config/kinds.ts'
import type { Command } from '../command.ts'
import { templateNames } from './templates.ts'

export const newCommand: Command = {
  name: 'new',
  summary: 'start a project that works as it is',
  positionals: [{ name: 'name' }],
  flags: [
    { name: 'lang', value: 'lang', choices: ['ts', 'dart'], summary: 'language', default: 'ts' },
    {
      name: 'template',
      value: 'template',
      choices: templateNames,
      summary: 'what to start from',
      default: 'http',
    },
    {
      name: 'engine',
      value: 'engine',
      choices: ENGINES,
      summary: 'what runs TypeScript',
      default: 'bun',
    },
    {
      name: 'access',
      value: 'access',
      choices: ['public', 'iam'],
      summary: 'public: anybody may call it once it is deployed; iam: signed requests only',
      default: 'public',
    },
    { name: 'yes', short: 'y', summary: 'ask nothing, take the defaults' },
    { name: 'no-install', summary: "do not install the project's packages" },
  ],
  examples: [
    { line: 'oche new', summary: 'asks, on a terminal' },
    { line: 'oche new hello --lang dart' },
    { line: 'oche new shop --template hono --access iam' },
    { line: 'oche new .', summary: 'writes oche.yaml for the project in this folder' },
  ],
  load: () => import('./index.ts'),
}
