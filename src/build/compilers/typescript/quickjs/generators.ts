import { readFileSync, writeFileSync } from 'node:fs'
import { OcheError } from '../../../../core/errors.ts'

const HELPER =
  /\b(__asyncGenerator\d*)=\(__this,__arguments,generator\)=>\{.*?\b(__await\d*),.*?method\("return"\),it\}/

/** Packages that TypeScript has compiled have a function of that name, which keeps the order. */
const OF_ESBUILD = /\b__asyncGenerator\d*=\((?!this\b)/

/**
 * Has the engine make the async generators of a bundle in which `await` is written out: esbuild's own
 * keep no order among requests. The text keeps its length, as the map of the source counts on it.
 */
export function useOwnGenerators(bundle: string): void {
  const text = readFileSync(bundle, 'utf8')
  if (!OF_ESBUILD.test(text)) return
  if (!HELPER.test(text)) {
    throw new OcheError('COMPILE_FAILED', 'this esbuild writes async generators in another way', {
      remedy: 'Install the esbuild that "oche doctor" names, or use "engine: bun" in oche.yaml.',
    })
  }
  writeFileSync(
    bundle,
    text.replace(HELPER, (before, name: string, awaited: string) =>
      `${name}=(self,args,body)=>__oche_generator(self,args,body,${awaited})`.padEnd(before.length),
    ),
  )
}
