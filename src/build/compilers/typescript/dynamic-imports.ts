import { init, parse } from 'es-module-lexer'
import { sep } from 'node:path'
import type { SourceBundle } from '../../types.ts'
import type { Position } from './source-bundle.ts'

export interface UnfollowedImport {
  /** The expression, shortened. */
  text: string
  origin: Position
}

/**
 * Imports of the user's own source that no bundler could follow, because what they name is known
 * when they run only. Packages have their own reasons.
 */
export async function unfollowedImports({
  text,
  origin,
}: SourceBundle): Promise<UnfollowedImport[]> {
  await init
  const [imports] = parse(text)
  return imports.flatMap((one) => {
    if (one.type !== 'dynamic' || (one.specifier !== undefined && !one.glob)) return []
    const specifier = text.slice(one.start, one.end)
    const position = origin(one.importStart)
    const isOwn = position !== undefined && !position.file.includes(`${sep}node_modules${sep}`)
    // A relative path is one of the project's files; anything else may be found when it runs.
    if (!isOwn || !/^[`'"]\.{1,2}\//.test(specifier)) return []
    return [{ text: `import(${specifier})`, origin: position }]
  })
}
