import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ToolCommand } from '../../process/run.ts'
import { packagedFile } from './packaged.ts'

/** What esbuild says of `with { type: 'file' }`, which only a plugin teaches it. */
const REFUSAL = /type attribute of "file"/

/** The same bundle by way of esbuild's library: a plugin makes a file of what is imported as one. */
const SCRIPT = `import { readFile } from 'node:fs/promises'
import { writeFileSync } from 'node:fs'
const [library, options] = process.argv.slice(2)
const { default: esbuild } = await import(library)
const { metafile: path, ...how } = JSON.parse(options)
const files = {
  name: 'files',
  setup({ onLoad }) {
    onLoad({ filter: /.*/, namespace: 'file' }, async ({ path, with: attributes }) =>
      attributes.type === 'file' ? { contents: await readFile(path), loader: 'file' } : undefined)
  },
}
try {
  const { metafile } = await esbuild.build({ ...how, metafile: true, plugins: [files] })
  writeFileSync(path, JSON.stringify(metafile))
} catch {
  process.exit(1)
}
`

/** Whether a bundle failed for an import that esbuild's own command does not know. */
export function needsFileImports(output: string): boolean {
  return REFUSAL.test(output)
}

/**
 * The command that bundles with such imports.
 *
 * @param tool esbuild's own command
 * @returns undefined where its library is not installed
 */
export function withFileImports(
  tool: ToolCommand,
  root: string,
  scratch: string,
): ToolCommand | undefined {
  const library = packagedFile(root, 'esbuild', [join('esbuild', 'lib', 'main.js')])
  if (library === undefined) return undefined
  const script = join(scratch, 'bundle.mjs')
  writeFileSync(script, SCRIPT)
  const options = JSON.stringify(libraryOptions(tool.args))
  return {
    ...tool,
    file: process.execPath,
    args: [script, pathToFileURL(library).href, options],
    env: { ...tool.env, ESBUILD_BINARY_PATH: tool.file },
  }
}

type Options = Record<string, unknown>

/** `--jsx=automatic --loader:.sql=text a.ts` as the library takes it. */
export function libraryOptions(args: readonly string[]): Options {
  const options: Options = { entryPoints: args.filter((arg) => !arg.startsWith('--')) }
  for (const arg of args.filter((one) => one.startsWith('--'))) {
    const [, flag, key, value] = /^--([a-z-]+)(?::([^=]*))?(?:=(.*))?$/s.exec(arg)!
    const name = flag!.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    if (key === undefined) options[name] = numberOr(value)
    else if (value === undefined) options[name] = [...((options[name] as string[]) ?? []), key]
    else options[name] = { ...(options[name] as Options), [key]: valueOf(value) }
  }
  return options
}

function numberOr(text: string | undefined): unknown {
  return /^\d+$/.test(text ?? '') ? Number(text) : valueOf(text)
}

function valueOf(text: string | undefined): unknown {
  return text === undefined || text === 'true' ? true : text === 'false' ? false : text
}
