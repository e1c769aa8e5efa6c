import { commandCompiler } from './command/compiler.ts'
import { typescriptCompiler } from './typescript/compiler.ts'
import type { BuildOptions, Compiler } from './types.ts'

/** Decides how a function is compiled. */
export async function chooseCompiler({
  project,
  fn,
}: Pick<BuildOptions, 'project' | 'fn' | 'container' | 'signal'>): Promise<Compiler> {
  if (fn.build !== undefined) return commandCompiler(project, fn.build)
  return typescriptCompiler(project, fn)
}
