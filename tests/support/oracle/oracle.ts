import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  build,
  buildForHost,
  difference,
  look,
  type BuildOptions,
  type Inputs,
  type Snapshot,
} from '../../../src/build/index.ts'
import { loadProject } from '../../../src/core/project.ts'
import type { OcheError } from '../../../src/core/errors.ts'
import { silentReporter } from '../../../src/core/reporter.ts'
import { Random } from '../random.ts'
import type { Edit } from './edits.ts'
import type { Tree } from './tree.ts'

export interface OracleOptions {
  seed: number
  steps: number
  edits: readonly Edit[]
  /** Where edits happen, and builds may be answered from the cache. */
  tree: Tree
  /** Another folder, in which the same is always built anew. */
  other: Tree
  format: NonNullable<BuildOptions['format']>
}

/**
 * Edits a project at random; after each step a build has to be what a forced one makes of the same
 * files in another folder, and to come from the cache where nothing of it could count.
 *
 * @returns what went wrong, in words, at the first step where something did
 */
export async function cacheFault(options: OracleOptions): Promise<string | undefined> {
  const { seed, steps, edits, tree, other, format } = options
  const random = new Random(seed)
  const before: string[] = []
  const first = await built(tree, { format })
  if (first.failure !== undefined) return first.failure
  for (let step = 1; step <= steps; step++) {
    const edit = random.pick(edits)
    edit.apply(tree, random)
    before.push(edit.name)
    const mine = await built(tree, { format })
    const place = `seed ${seed}, step ${step}: ${before.slice(-5).join('; ')}`
    // What is from the cache and could not count was compared in the step before.
    if (edit.isIrrelevant && mine.cached) continue
    tree.copyTo(other)
    const theirs = await built(other, { format, force: true })
    if (!mine.bytes.equals(theirs.bytes)) return `${place}: not what a forced build makes`
    if (edit.isIrrelevant && !mine.cached) return `${place}: built again for nothing`
  }
  return undefined
}

/**
 * Edits a project at random; where `dev` would see nothing that counts, what is bundled anew has to be
 * what runs, and where nothing counts it has to see nothing. Quicker than whole builds.
 *
 * @returns as `cacheFault`
 */
export async function watchFault({
  seed,
  steps,
  edits,
  tree,
}: Omit<OracleOptions, 'other' | 'format'>): Promise<string | undefined> {
  const random = new Random(seed)
  const before: string[] = []
  let runs: Bundled = await bundled(tree)
  if (runs.failure !== undefined) return runs.failure
  for (let step = 1; step <= steps; step++) {
    const edit = random.pick(edits)
    edit.apply(tree, random)
    before.push(edit.name)
    const seen = runs.snapshot && (await difference(tree.project, runs.snapshot))
    const place = `seed ${seed}, step ${step}: ${before.slice(-5).join('; ')}`
    const isFailed = runs.text === FAILED
    if (edit.isIrrelevant && seen !== undefined && !isFailed) {
      return `${place}: ${seen.path} ${seen.how}`
    }
    if (edit.isIrrelevant) continue
    const now = await bundled(tree)
    if (seen === undefined && now.text !== runs.text) return `${place}: nothing was seen`
    // After a failure what was built before that is watched, as it is now.
    const inputs = now.inputs ?? runs.inputs!
    runs = { text: now.text, inputs, snapshot: await look(tree.project, inputs) }
  }
  return undefined
}

interface Bundled {
  text: string
  inputs?: Inputs
  snapshot?: Snapshot
  failure?: string
}

/** Stands for the bundle of what does not compile. */
const FAILED = ''

async function bundled({ project: cwd }: Tree): Promise<Bundled> {
  const project = loadProject({ cwd })
  const fn = project.functions[0]!
  try {
    const built = await buildForHost({ project, fn, reporter: silentReporter })
    const text = readFileSync(join(built.taskRoot, 'bundle.js'), 'utf8')
    built.remove()
    // The map tells where it was made.
    const code = text.slice(0, text.lastIndexOf('//# sourceMappingURL='))
    return { text: code, inputs: built.inputs, snapshot: await look(cwd, built.inputs) }
  } catch (thrown) {
    const { message, detail = '' } = thrown as OcheError
    return { text: FAILED, failure: `${message}\n${detail}` }
  }
}

/** A source that cannot be compiled is an answer as well. */
async function built(
  { project: cwd }: Tree,
  choices: Pick<BuildOptions, 'format' | 'force'>,
): Promise<{ bytes: Buffer; cached: boolean; failure?: string }> {
  const project = loadProject({ cwd })
  const fn = project.functions[0]!
  const options = { project, fn, arch: 'x86_64', reporter: silentReporter, ...choices } as const
  try {
    const artifact = await build(options)
    const file = 'zip' in artifact ? artifact.zip : artifact.executable
    return { bytes: readFileSync(file), cached: artifact.cached }
  } catch (thrown) {
    const { code = '', message, detail = '' } = thrown as OcheError
    return { bytes: Buffer.from(code), cached: true, failure: `${message}\n${detail}` }
  }
}
