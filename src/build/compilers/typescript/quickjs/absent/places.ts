/** What is used, and where. */
export interface Use {
  /** In words: what is missing. */
  what: string
  file: string
}

/** Where each file begins in a bundle, in order. */
export type Places = readonly { at: number; file: string }[]

/** @param bundle of esbuild, not minified: comments name the files */
export function placesOf(bundle: string): Places {
  return [...bundle.matchAll(/^ *\/\/ (\S.*\.\w+)$/gm)].map((found) => ({
    at: found.index,
    file: found[1]!,
  }))
}

export function fileAt(all: Places, offset: number): string {
  return all.findLast(({ at }) => at <= offset)?.file ?? 'the bundle'
}

/** What stands in a user's own file is meant to run; of a package's, much is for other users. */
export const isOwn = (file: string) => !file.includes('node_modules/')
