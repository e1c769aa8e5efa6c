import { relative, sep } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { hostArchitecture } from '../../../core/host.ts'
import { OcheError } from '../../../core/errors.ts'
import { OCHE_FOLDER } from '../../../core/paths.ts'
import type { DartOptions, FunctionConfig } from '../../../core/project.ts'
import { containerCompiler } from '../container/compiler.ts'
import { findContainerfile } from '../container/containerfile.ts'
import { LABEL, PLATFORMS } from '../container/plan.ts'
import type { Compiler } from '../../types.ts'
import { bundledProgram, placeBundle } from './bundle.ts'
import type { DartPackages } from './package.ts'
import { refuseOptions } from './options.ts'
import { buildCliArguments, compileArguments, SYMBOLS } from './route.ts'

export interface DartContainer {
  root: string
  fn: FunctionConfig
  /** Relative to the root, with forward slashes. */
  source: string
  packages: DartPackages
  why: string
  /** What makes a container needless, as a remedy. */
  instead?: string | undefined
}

const IMAGE = 'docker.io/library/dart:stable'

/** What no build in a container reads. */
const IGNORED = [OCHE_FOLDER, '.git', '.dart_tool', 'build', 'node_modules']

/** Dart in a container: by the project's own Containerfile, or by ours with the official image. */
export function dartContainer({
  root,
  fn,
  source,
  packages,
  why,
  instead,
}: DartContainer): Compiler {
  const own = findContainerfile(root)
  if (own !== undefined) return containerCompiler({ root, fn, file: own, why })
  const outside = packages.localFolders.find((folder) => {
    const way = relative(root, folder)
    return way === '..' || way.startsWith(`..${sep}`)
  })
  if (outside !== undefined) {
    throw new OcheError('CONTAINER_OUTSIDE', `a package is outside the project: ${outside}`, {
      remedy: `A container sees only the project (${why}). Install a Dart SDK, or write a Containerfile.`,
    })
  }
  const bundles = packages.withHooks.length > 0
  if (bundles) refuseOptions(fn.dart, packages.withHooks)
  return containerCompiler({
    root,
    fn,
    why,
    instead,
    text: (arch) =>
      containerfileText({ source, arch, options: fn.dart }, hostArchitecture() ?? arch, bundles),
    beside: [SYMBOLS],
    ignored: IGNORED,
    ...(bundles && {
      finish: (output: string, folder: string) => placeBundle(output, folder, source),
      program: (folder: string) => bundledProgram(folder, source),
    }),
  })
}

/**
 * The compiler runs on this machine's own architecture and aims at the other, so no emulator is
 * needed; build hooks may call compilers that cannot, so theirs run on the target's. The cache of
 * packages is kept between builds.
 */
export function containerfileText(
  { source, arch, options }: { source: string; arch: Architecture; options: DartOptions },
  machine: Architecture,
  bundles: boolean,
): string {
  const args = bundles
    ? buildCliArguments({ source, output: '/tmp/out', arch })
    : compileArguments({ source, output: '/out/bootstrap', arch }, options)
  const command = ['dart', ...args].map(quote).join(' ')
  const steps = ['mkdir -p /out', 'dart pub get', command]
  if (bundles) steps.push('cp -R /tmp/out/bundle/. /out/')
  return `FROM --platform=${PLATFORMS[bundles ? arch : machine]} ${IMAGE} AS build
LABEL ${LABEL}=dart
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.pub-cache ${steps.join(' && ')}

FROM scratch
COPY --from=build /out/ /
`
}

function quote(word: string): string {
  return /^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
