import { ARCHITECTURES, ENDPOINT_KINDS } from '../../core/config/schema.ts'
import type { Flag, Positional } from '../arguments/types.ts'
import type { CommandModule } from '../command-context.ts'

/** One command: what it takes, and where its code is, loaded only when it is asked for. */
export interface Command {
  name: string
  summary: string
  positionals: readonly Positional[]
  flags: readonly Flag[]
  load(): Promise<CommandModule>
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
  { name: 'help', short: 'h', summary: 'help, also after a command' },
  { name: 'version', summary: 'the version' },
]

const functions: Positional = { name: 'function', many: true }
const endpoints = ENDPOINT_KINDS.filter((kind) => kind !== 'none')

export const commands: readonly Command[] = [
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
    load: () => import('./new/index.ts'),
  },
  {
    name: 'dev',
    summary: 'serve locally as AWS would, rebuild on save',
    positionals: [functions],
    flags: [
      { name: 'port', value: 'port', summary: 'port to listen on, 0 for a free one (3000)' },
      { name: 'host', value: 'host', summary: 'address to listen on (127.0.0.1)' },
      { name: 'as', value: 'kind', choices: endpoints, summary: 'another kind of endpoint' },
      { name: 'artifact', value: 'file', summary: 'run this bootstrap or zip, build nothing' },
      { name: 'concurrency', value: 'n', summary: 'processes per function (cores × 2)' },
      { name: 'no-watch', summary: 'do not rebuild on save' },
    ],
    load: () => import('./dev/index.ts'),
  },
  {
    name: 'invoke',
    summary: 'send one event, print what the function answers',
    positionals: [{ name: 'function' }],
    flags: [
      { name: 'event', value: 'event', summary: 'a file, - for standard input, or a sample name' },
      { name: 'list-events', summary: 'the names of the sample events' },
      { name: 'local', summary: 'start the function for this one event' },
      { name: 'remote', summary: 'invoke the deployed function' },
    ],
    load: () => import('./invoke/index.ts'),
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
      {
        name: 'format',
        value: 'format',
        choices: ['binary', 'zip'],
        summary: 'binary leaves out the zip (default: zip)',
      },
      { name: 'force', summary: 'build again even where nothing has changed' },
      { name: 'container', summary: 'compile in a container even where this machine could' },
    ],
    load: () => import('./build.ts'),
  },
  {
    name: 'deploy',
    summary: 'build, then make AWS what the configuration says',
    positionals: [functions],
    flags: [
      { name: 'dry-run', summary: 'show what would change, change nothing' },
      { name: 'fail-on-changes', summary: 'with --dry-run: exit status 5 where there are changes' },
      { name: 'artifact', value: 'file', summary: 'deploy this bootstrap or zip, build nothing' },
      { name: 'adopt', summary: 'take over resources that oche did not make' },
      { name: 'repair', summary: 'compare also what nobody but oche should change' },
      { name: 'bucket', value: 'name', summary: 'for packages over 50 MB (default: one is made)' },
    ],
    load: () => import('./deploy/index.ts'),
  },
  {
    name: 'status',
    summary: 'what is deployed, and where it differs',
    positionals: [functions],
    flags: [],
    load: () => import('./status.ts'),
  },
  {
    name: 'logs',
    summary: 'what the deployed function writes',
    positionals: [{ name: 'function' }],
    flags: [
      { name: 'follow', short: 'f', summary: 'go on until Ctrl-C' },
      { name: 'since', value: 'time', summary: '30m, 2h, 1d ago, or a time (10m)' },
      { name: 'filter', value: 'pattern', summary: 'a filter pattern of CloudWatch Logs' },
    ],
    load: () => import('./logs/index.ts'),
  },
  {
    name: 'rollback',
    summary: 'back to an earlier version; without one, list them',
    positionals: [{ name: 'version' }],
    flags: [{ name: 'function', value: 'name', summary: 'which of several functions' }],
    load: () => import('./rollback.ts'),
  },
  {
    name: 'destroy',
    summary: 'delete what was deployed',
    positionals: [functions],
    flags: [
      { name: 'yes', short: 'y', summary: 'do not ask' },
      { name: 'logs', summary: 'delete the log group too' },
    ],
    load: () => import('./destroy.ts'),
  },
  {
    name: 'export',
    summary: 'the same deploy as a file for AWS SAM or Terraform',
    positionals: [{ name: 'sam|terraform', required: true }],
    flags: [{ name: 'out', value: 'file', summary: 'write to this file (default: print)' }],
    load: () => import('./export.ts'),
  },
  {
    name: 'doctor',
    summary: 'what is installed, what is missing, how to fix it',
    positionals: [],
    flags: [],
    load: () => import('./doctor/index.ts'),
  },
  {
    name: 'clean',
    summary: 'delete what builds left',
    positionals: [],
    flags: [],
    load: () => import('./clean.ts'),
  },
]
