import { someFunctions, type Command } from '../command.ts'

export const benchCommand: Command = {
  name: 'bench',
  summary: 'measure how fast functions start and answer, their memory and size',
  positionals: [someFunctions],
  flags: [
    {
      name: 'engine',
      value: 'engines',
      summary: 'compare bun,node,quickjs',
      default: "oche.yaml's",
    },
    {
      name: 'artifact',
      value: 'files',
      summary: 'compare these bootstraps or zips, build nothing',
    },
    {
      name: 'event',
      value: 'event',
      summary: 'what is sent, as for oche invoke',
      default: 'GET /',
    },
    {
      name: 'rounds',
      value: 'n',
      summary: 'how often each is started anew',
      default: '10',
    },
    {
      name: 'invocations',
      value: 'n',
      summary: 'of each start, at most',
      default: '200; with --remote 20',
    },
    {
      name: 'seed',
      value: 'n',
      summary: "repeat an earlier run's order, by its report's seed",
    },
    {
      name: 'format',
      value: 'format',
      choices: ['table', 'markdown'],
      summary: 'print figures as',
      default: 'table',
    },
    { name: 'report', value: 'file', summary: 'write a web page with charts' },
    { name: 'save', value: 'file', summary: 'keep the figures for a later --compare' },
    {
      name: 'compare',
      value: 'file',
      summary: 'compare with those of --save; status 1 if one is worse',
    },
    {
      name: 'max-regression',
      value: 'n%',
      goesWith: '--compare',
      summary: 'how much worse is fine',
      default: '10%',
    },
    {
      name: 'remote',
      summary: 'measure on Lambda, by a copy that is deleted again',
    },
    {
      name: 'memory',
      value: 'sizes',
      goesWith: '--remote',
      summary: 'compare sizes in MB, such as 128,256',
      default: 'as deployed',
    },
    {
      name: 'arch',
      value: 'archs',
      goesWith: '--remote',
      summary: 'compare arm64,x86_64',
      default: 'as deployed',
    },
    {
      name: 'budget',
      value: 'n',
      goesWith: '--remote',
      summary: 'invoke no more often than this in all',
    },
    {
      name: 'prices',
      value: 'file',
      goesWith: '--remote',
      summary: 'reckon with the prices in this JSON file',
    },
    {
      name: 'bucket',
      value: 'name',
      goesWith: '--remote',
      summary: 'S3 bucket for zips over 50 MB',
      default: 'one is made',
    },
    {
      name: 'yes',
      short: 'y',
      goesWith: '--remote',
      summary: 'do not ask before the copy is made',
    },
  ],
  examples: [
    { line: 'oche bench --engine bun,node,quickjs', summary: 'which engine suits the function' },
    { line: 'oche bench --artifact old.zip,new.zip', summary: 'before and after a change' },
    { line: 'oche bench --remote --memory 128,256', summary: 'which memory size is cheapest' },
  ],
  load: () => import('./index.ts'),
}
