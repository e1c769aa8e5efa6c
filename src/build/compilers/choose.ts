import { OcheError } from '../../core/errors.ts'
import { commandCompiler } from './command/compiler.ts'
import { containerCompiler } from './container/compiler.ts'
import { findContainerfile } from './container/containerfile.ts'
import { dartCompiler } from './dart/compiler.ts'
import { typescriptCompiler } from './typescript/compiler.ts'
import { buildMissing } from './typescript/quickjs/build-engine.ts'
import type { Compiler, CompilerChoice } from '../types.ts'

/** Decides how a function is compiled. */
export async function chooseCompiler(choice: CompilerChoice): Promise<Compiler> {
  const { project, fn, container = false } = choice
  if (fn.build === undefined && fn.source !== undefined && fn.language === 'dart') {
    return dartCompiler(choice)
  }
  const nothingElse = fn.build === undefined && fn.source === undefined
  if (container || nothingElse) {
    const file = findContainerfile(project.root)
    const why = container
      ? 'asked for by --container'
      : 'the project has a Containerfile and no source'
    if (file !== undefined) return containerCompiler({ root: project.root, fn, file, why })
    if (container) throw noContainerfile(fn.name)
  }
  if (fn.build !== undefined) return commandCompiler(project, fn.build)
  if (fn.engine === 'quickjs') await buildMissing(choice)
  return typescriptCompiler(project, fn)
}

function noContainerfile(name: string): OcheError {
  return new OcheError(
    'CONTAINERFILE_MISSING',
    `${name} has no Containerfile whose last stage holds /bootstrap`,
    {
      remedy:
        'Only Dart needs none of yours. Write one that ends in "FROM scratch" and ' +
        '"COPY --from=build /out/bootstrap /bootstrap", or leave out --container.',
    },
  )
}
