import { readFileSync } from 'node:fs'

type Names = readonly string[]

/** What an engine has, as it lists it itself. */
export interface Offer {
  /** What each of Node's modules exports. */
  modules: Record<string, Names>
  /** Those of them that are there so that packages can name them, and throw where they are called. */
  placeholders: Record<string, Names>
  globals: Names
  /** What works of the members of each global. */
  members: Record<string, Names>
}

export function readOffer(file: string): Offer {
  return JSON.parse(readFileSync(file, 'utf8')) as Offer
}

export const withoutScheme = (module: string) => module.replace(/^node:/, '')
