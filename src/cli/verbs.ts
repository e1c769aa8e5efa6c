import { ARCHITECTURES } from '../core/config/schema.ts'
import type { Flag, Positional } from './arguments/types.ts'
import type { VerbModule } from './verb-context.ts'

/** One verb: what it takes, and where its code is, loaded only when it is asked for. */
export interface Verb {
  name: string
  summary: string
  positionals: readonly Positional[]
  flags: readonly Flag[]
  load(): Promise<VerbModule>
}

export const globalFlags: readonly Flag[] = [
  { name: 'cwd', value: 'dir', summary: "the project's folder (default: the current one)" },
  { name: 'config', value: 'file', summary: 'the configuration (default: oche.yaml)' },
  { name: 'region', value: 'region', summary: 'AWS region' },
  { name: 'profile', value: 'profile', summary: 'AWS profile' },
  { name: 'json', summary: 'results as JSON on standard output' },
  { name: 'verbose', short: 'v', summary: 'say more' },
  { name: 'quiet', short: 'q', summary: 'say only what went wrong' },
  { name: 'color', summary: 'colours even where there is no terminal' },
  { name: 'no-color', summary: 'no colours' },
  { name: 'help', short: 'h', summary: 'help, also after a verb' },
  { name: 'version', summary: 'the version' },
]

const functions: Positional = { name: 'function', many: true }

export const verbs: readonly Verb[] = [
  {
    name: 'new',
    summary: 'a new project that works as it is',
    positionals: [{ name: 'name', required: true }],
    flags: [
      {
        name: 'lang',
        value: 'lang',
        choices: ['ts', 'dart'],
        summary: 'ts or dart (default: ts)',
      },
      { name: 'no-install', summary: "leave the project's packages uninstalled" },
    ],
    load: () => import('./verbs/new.ts'),
  },
  {
    name: 'build',
    summary: 'compile to bootstrap and a zip that Lambda takes',
    positionals: [functions],
    flags: [
      {
        name: 'arch',
        value: 'arch',
        choices: [...ARCHITECTURES, 'both'],
        summary: 'arm64, x86_64 or both (default: the configuration’s)',
      },
    ],
    load: () => import('./verbs/build.ts'),
  },
  {
    name: 'doctor',
    summary: 'what is installed, what is missing, how to mend it',
    positionals: [],
    flags: [],
    load: () => import('./verbs/doctor.ts'),
  },
  {
    name: 'clean',
    summary: 'delete what builds left',
    positionals: [],
    flags: [],
    load: () => import('./verbs/clean.ts'),
  },
]
