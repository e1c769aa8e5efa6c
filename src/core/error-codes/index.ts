import { anythingElse } from './anything-else.ts'
import { bench } from './bench.ts'
import { buildCommand } from './build-command.ts'
import { commandLine } from './command-line.ts'
import { containers } from './containers.ts'
import { credentials } from './credentials.ts'
import { dart } from './dart.ts'
import { deploy } from './deploy.ts'
import { executable } from './executable.ts'
import { local } from './local.ts'
import { machine } from './machine.ts'
import { packaging } from './package.ts'
import { project } from './project.ts'
import { typescript } from './typescript.ts'

/**
 * Every code that an `OcheError` has. A new one needs a test that makes it happen, which tests/errors.test.ts
 * holds; docs/errors.md is made of this. Names of AWS's own errors are none of these: what AWS refuses is
 * `AWS_REFUSED` where Oche has no better word, and AWS's name stands in the message.
 *
 * The program takes only types from here, so the texts cost nothing when it starts.
 */
export const areas = [
  commandLine,
  project,
  typescript,
  dart,
  buildCommand,
  containers,
  executable,
  packaging,
  local,
  credentials,
  deploy,
  bench,
  machine,
  anythingElse,
] as const

export type ErrorCode = CodeOf<(typeof areas)[number]>

/** Node's own names for what the machine refuses. */
export type MachineCode = CodeOf<typeof machine>

type CodeOf<A> = A extends { codes: infer Codes } ? keyof Codes : never
