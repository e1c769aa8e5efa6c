import { join } from 'node:path'

/** Name of the folder in a project for what Oche makes; it may be deleted at any time. */
export const OCHE_FOLDER = '.oche'

/** A path in it. */
export function ocheFolder(root: string, ...parts: readonly string[]): string {
  return join(root, OCHE_FOLDER, ...parts)
}
