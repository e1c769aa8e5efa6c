import { someFunctions, type Command } from '../command.ts'

export const benchCommand: Command = {
  name: 'bench',
  summary: 'measure starts, invocations, memory and sizes, engine beside engine',
  positionals: [someFunctions],
  flags: [
    { name: 'engine', value: 'engines', summary: 'such as bun,node,quickjs (as configured)' },
    {
      name: 'artifact',
      value: 'files',
      summary: 'measure these bootstraps or zips, build nothing',
    },
    {
      name: 'event',
      value: 'event',
      summary: 'JSON, a file, -, a saved event or a sample name',
    },
    { name: 'rounds', value: 'n', summary: 'turns of each that is measured (10)' },
    { name: 'invocations', value: 'n', summary: 'warm ones of each turn at most (200)' },
    {
      name: 'format',
      value: 'format',
      choices: ['table', 'markdown'],
      summary: 'of what is printed: table or markdown (table)',
    },
    { name: 'report', value: 'file', summary: 'write a page with plots' },
    { name: 'save', value: 'file', summary: 'write the report, for a later --compare' },
    {
      name: 'compare',
      value: 'file',
      summary: 'with an earlier report; exit status 1 where worse',
    },
    { name: 'max-regression', value: 'percent', summary: 'what is no worse yet (10%)' },
    { name: 'remote', summary: 'measure what is deployed, on a copy' },
    { name: 'memory', value: 'sizes', summary: 'with --remote: MB such as 128,256 (as deployed)' },
    { name: 'arch', value: 'archs', summary: 'with --remote: arm64,x86_64 (as deployed)' },
    { name: 'budget', value: 'n', summary: 'with --remote: invocations at most' },
    { name: 'prices', value: 'file', summary: 'with --remote: other prices' },
    { name: 'bucket', value: 'name', summary: 'with --remote: for zips over 50 MB' },
    { name: 'yes', summary: 'with --remote: do not ask' },
    { name: 'seed', value: 'n', summary: 'the same order and draws as a run before' },
  ],
  examples: [
    { line: 'oche bench --engine bun,node,quickjs', summary: 'which engine suits' },
    { line: 'oche bench --artifact old.zip,new.zip', summary: 'what a change has brought' },
    { line: 'oche bench --remote --memory 128,256' },
  ],
  load: () => import('./index.ts'),
}
