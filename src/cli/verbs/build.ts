import { relative } from 'node:path'
import { build } from '../../build/index.ts'
import type { Artifact } from '../../core/artifact.ts'
import { ARCHITECTURES, type Architecture } from '../../core/config/schema.ts'
import { EXIT } from '../../core/errors.ts'
import { selectFunctions, type FunctionConfig } from '../../core/project.ts'
import type { Output } from '../output/output.ts'
import { bytesText } from '../output/units.ts'
import type { VerbContext } from '../verb-context.ts'

/** Compiles and packs every function asked for. */
export async function run(context: VerbContext): Promise<number> {
  const { args, output, reporter, signal } = context
  const project = context.loadProject()
  const artifacts: Artifact[] = []
  for (const fn of selectFunctions(project, args.positionals)) {
    const built = await Promise.all(
      architectures(args.text('arch'), fn).map((arch) =>
        reporter.step(`compiling ${fn.name} for ${arch}`, () =>
          build({ project, fn, arch, reporter, signal }),
        ),
      ),
    )
    artifacts.push(...built)
  }
  if (output.json) output.resultJson(artifacts)
  else for (const artifact of artifacts) show(artifact, project.root, output)
  return EXIT.ok
}

function architectures(flag: string | undefined, fn: FunctionConfig): readonly Architecture[] {
  if (flag === 'both') return ARCHITECTURES
  return [(flag as Architecture | undefined) ?? fn.arch]
}

function show(artifact: Artifact, root: string, output: Output): void {
  const { style } = output
  output.result(
    [
      style('bold', artifact.function),
      `  ${relative(root, artifact.executable)}  ${artifact.arch}  ${bytesText(artifact.bytes)}`,
      `  ${relative(root, artifact.zip)}  ${bytesText(artifact.zipBytes)}`,
      `  sha256 ${artifact.sha256}`,
    ].join('\n'),
  )
}
