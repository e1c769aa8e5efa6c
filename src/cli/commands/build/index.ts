import { build, packLayers, type BinaryArtifact } from '../../../build/index.ts'
import type { Artifact } from '../../../core/artifact.ts'
import { ARCHITECTURES, type Architecture } from '../../../core/config/kinds.ts'
import { EXIT } from '../../../core/errors.ts'
import { selectFunctions, type FunctionConfig } from '../../../core/project.ts'
import { artifactLines, layerLines } from './lines.ts'
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
  const functions = selectFunctions(project, args.positionals)
  for (const fn of functions) {
    const archs = architectures(args.text('arch'), fn)
    const built = await reporter.step(`building ${fn.name} for ${archs.join(' and ')}`, () =>
      Promise.all(archs.map((arch) => build({ project, fn, arch, reporter, signal, ...options }))),
    )
    artifacts.push(...built)
  }
  const layers = options.format === 'binary' ? [] : await packLayers({ project, functions, signal })
  if (output.json) output.resultJson(artifacts)
  else {
    const lines = artifacts.flatMap((artifact) => artifactLines(artifact, cwd, output.style))
    for (const line of lines) output.result(line)
    for (const line of layers.flatMap((one) => layerLines(one, cwd, output.style))) {
      output.result(line)
    }
  }
  return EXIT.ok
}

function architectures(flag: string | undefined, fn: FunctionConfig): readonly Architecture[] {
  if (flag === 'both') return ARCHITECTURES
  return [(flag as Architecture | undefined) ?? fn.arch]
}
