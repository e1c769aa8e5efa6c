import type { EndpointKind } from '../../../core/config/kinds.ts'

export type Lang = 'ts' | 'dart'

/** What `oche new` can write; the files are in `templates/<name>/<lang>`. */
export interface Template {
  name: string
  /** One line for whoever chooses. */
  summary: string
  langs: readonly [Lang, ...Lang[]]
  /** The endpoint that is open or not; undefined where it has none, or decides that itself. */
  endpoint: EndpointKind | undefined
  /** What `oche dev` is good for. */
  run: string
  /** Packages besides those of every project: from npm, or from pub.dev. */
  packages?: Readonly<Record<string, string>>
  /** What is typed before `oche dev` can run it. */
  prepare?: readonly string[]
}

const SERVES = 'serves on http://127.0.0.1:3000 and rebuilds on save'

const started = (sample: string) =>
  `rebuilds on save; "oche invoke --event ${sample}" starts it with a sample`

export const templates: readonly Template[] = [
  {
    name: 'http',
    summary: 'one handler behind a Function URL',
    langs: ['ts', 'dart'],
    endpoint: 'url',
    run: SERVES,
  },
  {
    name: 'hono',
    summary: 'a Hono app behind a Function URL',
    langs: ['ts'],
    endpoint: 'url',
    run: SERVES,
    packages: { hono: '^4.13.19' },
  },
  {
    name: 'shelf',
    summary: 'a shelf application behind a Function URL',
    langs: ['dart'],
    endpoint: 'url',
    run: SERVES,
    packages: { shelf: '^1.4.0' },
  },
  {
    name: 'dart_frog',
    summary: 'a dart_frog application behind a Function URL',
    langs: ['dart'],
    endpoint: 'url',
    run: SERVES,
    packages: { dart_frog: '^1.2.0', shelf: '^1.4.0' },
    prepare: ['dart pub global activate dart_frog_cli', 'dart_frog build'],
  },
  {
    name: 'rest',
    summary: 'three routes of a REST API',
    langs: ['ts', 'dart'],
    endpoint: 'rest',
    run: SERVES,
  },
  {
    name: 'stream',
    summary: 'an answer that goes out as it is written',
    langs: ['ts', 'dart'],
    endpoint: 'url',
    run: SERVES,
  },
  {
    name: 'sqs',
    summary: "a queue's consumer",
    langs: ['ts', 'dart'],
    endpoint: undefined,
    run: started('sqs'),
  },
  {
    name: 'cron',
    summary: 'a job that a schedule starts',
    langs: ['ts', 'dart'],
    endpoint: undefined,
    run: started('schedule'),
  },
  {
    name: 'shop',
    summary:
      'several functions behind one API, one of them in Dart; a queue, a schedule, two stages',
    langs: ['ts'],
    endpoint: undefined,
    run: SERVES,
  },
]

export const templateNames: readonly string[] = templates.map(({ name }) => name)
