import { relative } from 'node:path'
import { build, type BinaryArtifact } from '../../../build/index.ts'
import type { Artifact } from '../../../core/artifact.ts'
import { ARCHITECTURES, type Architecture } from '../../../core/config/kinds.ts'
import { EXIT } from '../../../core/errors.ts'
import { selectFunctions, type FunctionConfig } from '../../../core/project.ts'
import type { Output } from '../../output/output.ts'
import { bytesText } from '../../output/units.ts'
import type { CommandContext } from '../context.ts'

/** Compiles and packs every function asked for, the architectures of one side by side. */
export async function run(context: CommandContext): Promise<number> {
  const { args, cwd, output, reporter, signal } = context
  const project = context.loadProject()
  const options = {
    force: args.has('force'),
    container: args.has('container'),
    format: args.text('format') as 'binary' | 'zip' | undefined,
  }
  const artifacts: (Artifact | BinaryArtifact)[] = []
  for (const fn of selectFunctions(project, args.positionals)) {
    const archs = architectures(args.text('arch'), fn)
    const built = await reporter.step(`building ${fn.name} for ${archs.join(' and ')}`, () =>
      Promise.all(archs.map((arch) => build({ project, fn, arch, reporter, signal, ...options }))),
    )
    artifacts.push(...built)
  }
  if (output.json) output.resultJson(artifacts)
  else for (const artifact of artifacts) show(artifact, cwd, output)
  return EXIT.ok
}

function architectures(flag: string | undefined, fn: FunctionConfig): readonly Architecture[] {
  if (flag === 'both') return ARCHITECTURES
  return [(flag as Architecture | undefined) ?? fn.arch]
}

function show(artifact: Artifact | BinaryArtifact, cwd: string, { result, style }: Output): void {
  const { executable, arch, bytes } = artifact
  result(style('bold', artifact.function))
  result(`  ${relative(cwd, executable)}  ${arch}  ${bytesText(bytes)}`)
  if (!('zip' in artifact)) return
  result(`  ${relative(cwd, artifact.zip)}  ${bytesText(artifact.zipBytes)}`)
  result(`  sha256 ${artifact.sha256}`)
}
