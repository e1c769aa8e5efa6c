import { posix } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { OcheError } from '../../../core/errors.ts'
import { readElf, type ElfFacts } from '../elf/read.ts'
import { readStart } from '../file-start.ts'
import { isNative, lambdaPlatform, npmFlags } from '../../package/external/platform.ts'
import type { PackageFile } from '../../package/types.ts'
import { RUNTIME, runtimeHasLibrary, tooNew } from './runtime.ts'
import { checkScript, isScript } from './script.ts'

export interface ExecutableCheck {
  arch: Architecture
  /** What the compiler made, `bootstrap` among it. */
  compiled: readonly PackageFile[]
  /** Everything in the package. */
  files: readonly PackageFile[]
  /** Layers may bring libraries and interpreters that nobody can see from here. */
  hasLayers: boolean
}

/**
 * Refuses a package that Lambda would accept and then not start: reads what the bootstrap, all else
 * that the compiler made, and the libraries they need from the package say of themselves.
 *
 * @returns warnings of programs that were included for another machine: nobody knows who needs them
 * @throws OcheError `NOT_EXECUTABLE`, `WRONG_ARCHITECTURE`, `WRONG_INTERPRETER`, `GLIBC_TOO_NEW`,
 *   `LIBSTDCXX_TOO_NEW`, `LIBRARY_MISSING`, `SCRIPT_INTERPRETER`
 */
export function checkExecutables(check: ExecutableCheck): string[] {
  const { arch, compiled, files, hasLayers } = check
  const bootstrap = compiled.find(({ name }) => name === 'bootstrap')!
  const start = readStart(bootstrap.file)
  if (readElf(bootstrap.file) === undefined) {
    if (!isScript(start)) throw notExecutable(start)
    checkScript(start, files, hasLayers)
  }
  const checked = new Set<string>()
  const waiting = [...compiled]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const elf = readElf(file.file)
    if (checked.has(file.name) || elf === undefined) continue
    checked.add(file.name)
    checkElf(file, elf, check)
    waiting.push(...packagedLibraries(file.name, elf, files))
  }
  const others = files.filter(({ name }) => !checked.has(name))
  return others.flatMap((file) => warningOf(file, arch) ?? [])
}

/** Of a file that the bootstrap does not ask for itself. */
function warningOf({ name, file }: PackageFile, arch: Architecture): string | undefined {
  const elf = readElf(file)
  if (elf?.arch === undefined) return undefined
  // What is loaded, not started, can only be meant for the function itself.
  if (isNative(name)) {
    if (elf.arch !== arch) throw wrongLibrary(name, elf, arch)
    checkVersions(name, elf)
  }
  if (elf.arch === arch) return undefined
  return `${name} in the package is built for ${elf.arch}, the function is for ${arch}`
}

function checkElf(file: PackageFile, elf: ElfFacts, check: ExecutableCheck): void {
  const { name } = file
  const isBootstrap = name === 'bootstrap'
  if (isBootstrap && elf.kind !== 'executable') {
    const what = elf.kind === 'object' ? 'an object file, not linked' : 'a shared library'
    throw new OcheError('NOT_EXECUTABLE', `bootstrap is ${what}: it cannot be started`, {
      remedy: 'Let the build link an executable and write it to $OCHE_OUT.',
    })
  }
  // Object files and archives are data to Lambda.
  if (elf.kind === 'object') return
  if (elf.arch !== check.arch) throw wrongArchitecture(name, elf, check.arch)
  checkInterpreter(name, elf, check.arch)
  checkVersions(name, elf)
  checkLibraries(name, elf, check)
}

function notExecutable(start: string): OcheError {
  const what = start === '' ? 'empty' : FORMATS.find(([magic]) => start.startsWith(magic))?.[1]
  const message =
    what === undefined
      ? 'bootstrap is neither an ELF executable nor a script that starts with #!'
      : `bootstrap is ${what}, not an executable for Linux`
  return new OcheError('NOT_EXECUTABLE', message, {
    remedy:
      'Lambda starts an ELF executable for Linux, or a script with a #! line: ' +
      'let the compiler target Linux.',
  })
}

/** Formats of other systems, by their first bytes as Latin-1. */
const FORMATS: [magic: string, what: string][] = [
  ['MZ', 'an executable for Windows'],
  ['\xcf\xfa\xed\xfe', 'an executable for macOS'],
  ['\xca\xfe\xba\xbe', 'an executable for macOS'],
  ['\0asm', 'a WebAssembly module'],
  ['PK', 'a zip'],
]

function wrongArchitecture(name: string, elf: ElfFacts, arch: Architecture): OcheError {
  const found = elf.arch ?? `machine ${elf.machine} (${elf.bits} bits)`
  return new OcheError('WRONG_ARCHITECTURE', `${name} is built for ${found}, not for ${arch}`, {
    remedy:
      elf.arch === undefined
        ? 'Lambda runs arm64 and x86_64: build for one of them.'
        : `Let the build obey OCHE_TARGET_ARCH, or say --arch ${elf.arch} (arch: ${elf.arch} in oche.yaml).`,
  })
}

function wrongLibrary(name: string, { arch: found }: ElfFacts, arch: Architecture): OcheError {
  const message = `${name} in the package is built for ${found}, not for ${arch}`
  return new OcheError('WRONG_ARCHITECTURE', message, {
    remedy:
      `Include the one for ${arch}; of a package of npm's type: ` +
      `npm install --no-save ${npmFlags(lambdaPlatform(arch))} <package>`,
  })
}

function checkInterpreter(name: string, elf: ElfFacts, arch: Architecture): void {
  const allowed = RUNTIME.interpreters[arch]
  if (elf.interpreter === undefined || elf.interpreter === allowed) return
  const musl = elf.interpreter.includes('musl')
  throw new OcheError(
    'WRONG_INTERPRETER',
    `${name} asks for the dynamic linker ${elf.interpreter}, ` +
      `which ${RUNTIME.name} does not have; it has ${allowed}`,
    {
      remedy: musl
        ? 'It is linked with musl: link it statically, or with glibc.'
        : 'Link it statically, or with the system’s own dynamic linker.',
    },
  )
}

function checkVersions(name: string, elf: ElfFacts): void {
  const [first] = tooNew(elf.versions)
  if (first === undefined) return
  const isGlibc = first.version.startsWith('GLIBC_')
  throw new OcheError(
    isGlibc ? 'GLIBC_TOO_NEW' : 'LIBSTDCXX_TOO_NEW',
    `${name} needs ${first.version}; the newest that ${RUNTIME.name} has is ${first.allowed}`,
    {
      remedy: isGlibc
        ? 'Link it statically, build it on a system with glibc 2.34 or older (oche build --container), or aim at an older glibc (zig cc -target …-linux-gnu.2.34).'
        : 'Link libstdc++ statically (-static-libstdc++), or build with GCC 11 or older.',
    },
  )
}

/** The files of the package that the dynamic linker finds for a program or library. */
function packagedLibraries(
  name: string,
  { needed, searchPath }: ElfFacts,
  files: readonly PackageFile[],
): PackageFile[] {
  const folders = [...RUNTIME.packageLibraryFolders, ...originFolders(name, searchPath)]
  const names = new Set(
    needed.flatMap((library) => folders.map((folder) => posix.join(folder, library))),
  )
  return files.filter((file) => names.has(file.name))
}

function checkLibraries(name: string, elf: ElfFacts, check: ExecutableCheck): void {
  if (check.hasLayers) return
  const packaged = packagedLibraries(name, elf, check.files).map((file) =>
    posix.basename(file.name),
  )
  const missing = elf.needed.filter(
    (library) => !runtimeHasLibrary(library) && !packaged.includes(library),
  )
  if (missing.length === 0) return
  const several = missing.length > 1
  throw new OcheError(
    'LIBRARY_MISSING',
    `${name} needs ${missing.join(', ')}, which ${several ? 'are' : 'is'} neither in ${RUNTIME.name} nor in the package`,
    {
      remedy: `Link statically, or put ${several ? 'them' : 'it'} into the package: include: [{ from: …/${missing[0]}, to: lib/ }]`,
    },
  )
}

/** Folders of the package that the file's own search path names. */
function originFolders(name: string, searchPath: readonly string[]): string[] {
  return searchPath.flatMap((path) => {
    const origin = /^\$(ORIGIN|\{ORIGIN\})\/?(.*)$/.exec(path)
    if (origin !== null) return [posix.join(posix.dirname(name), origin[2]!)]
    const task = /^\/var\/task\/?(.*)$/.exec(path)
    return task === null ? [] : [task[1]!]
  })
}
