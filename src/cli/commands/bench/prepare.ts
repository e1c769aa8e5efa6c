import { statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Candidate } from '../../../bench/index.ts'
import { build, buildForHost, madeWith, type HostBuild } from '../../../build/index.ts'
import { filesBelow } from '../../../core/files-below.ts'
import { hostArchitecture } from '../../../core/host.ts'
import { OcheError } from '../../../core/errors.ts'
import type { Project } from '../../../core/project.ts'
import type { CommandContext } from '../context.ts'
import { openForHost } from '../dev/finished.ts'
import { localFunction } from '../../../local/project/function.ts'
import { localCode } from '../dev/functions.ts'
import type { Variant } from './variants.ts'

type Made = Pick<Candidate, 'madeWith' | 'sizes' | 'missing'> & { opened: HostBuild }

/**
 * Makes what is to be measured of a variant: what Lambda would get, where this machine can run it.
 *
 * @throws OcheError as `build`, `buildForHost` and `openForHost`
 */
export async function prepare(
  variant: Variant,
  event: Uint8Array,
  project: Project,
  context: CommandContext,
): Promise<{ candidate: Candidate; remove(): void }> {
  const { fn, name } = variant
  const local = localFunction(fn, project, context.env)
  const { opened, ...made } = await make(variant, project, context)
  return {
    candidate: {
      function: fn.name,
      name,
      local,
      code: localCode(opened, local),
      event,
      ...made,
    },
    remove: () => opened.remove(),
  }
}

async function make(variant: Variant, project: Project, context: CommandContext): Promise<Made> {
  const { cwd } = context
  if ('artifact' in variant) {
    const file = resolve(cwd, variant.artifact)
    const opened = await openForHost(project.root, relative(project.root, file))
    return { opened, madeWith: undefined, ...sizesOf(opened, file) }
  }
  const made = await madeWith(project, variant.build, context.signal)
  return process.platform === 'linux'
    ? { madeWith: made, ...(await makeForLambda(variant.build, project, context)) }
    : { madeWith: made, ...(await makeForHost(variant.build, project, context)) }
}

/** What Lambda would get, unpacked as Lambda does. */
async function makeForLambda(
  fn: Variant['fn'],
  project: Project,
  { reporter, signal }: CommandContext,
): Promise<Omit<Made, 'madeWith'>> {
  const arch = hostArchitecture()
  if (arch === undefined) {
    throw new OcheError('HOST_UNSUPPORTED', `a function cannot run here (${process.arch})`, {
      remedy: 'oche bench needs an arm64 or x86_64 machine.',
    })
  }
  const { zip } = await build({ project, fn, arch, reporter, signal })
  const opened = await openForHost(project.root, relative(project.root, zip))
  return { opened, ...sizesOf(opened, zip) }
}

/** What `oche dev` runs here: Lambda's executables start on Linux alone. */
async function makeForHost(
  fn: Variant['fn'],
  project: Project,
  { reporter, signal }: CommandContext,
): Promise<Omit<Made, 'madeWith'>> {
  const opened = await buildForHost({ project, fn, reporter, signal, release: true })
  const reason = 'what is measured here is made for this machine, and is no package of Lambda’s'
  const remedy = 'See the sizes of one: oche build.'
  return {
    opened,
    sizes: {},
    missing: (['executable', 'zip', 'unzipped'] as const).map((what) => ({ what, reason, remedy })),
  }
}

/** @param file the finished executable or zip */
function sizesOf(
  { executable, taskRoot }: HostBuild,
  file: string,
): Pick<Candidate, 'sizes' | 'missing'> {
  const bytes = statSync(executable).size
  if (executable === file) {
    const reason = 'it is an executable without a zip'
    const remedy = 'Give --artifact the zip.'
    return {
      sizes: { executable: bytes },
      missing: (['zip', 'unzipped'] as const).map((what) => ({ what, reason, remedy })),
    }
  }
  const unzipped = filesBelow(taskRoot).reduce((sum, one) => sum + statSync(one).size, 0)
  return { sizes: { executable: bytes, zip: statSync(file).size, unzipped }, missing: [] }
}
