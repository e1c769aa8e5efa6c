import { keyText, type Problem } from '../problem.ts'
import type { PlacedFunction } from '../functions.ts'

/** Functions of a mixed project inherit what is meant for those of Dart. */
export function dartRule({ keys, at }: PlacedFunction, all: readonly PlacedFunction[]): Problem[] {
  if (keys.dart === undefined || all.some((one) => mayBeDart(one))) return []
  const path = at('dart')
  return [
    {
      path,
      message: `${keyText(path)}: only a Dart source is compiled with these`,
      remedy: 'Leave it out.',
    },
  ]
}

function mayBeDart({ keys: { source, build } }: PlacedFunction): boolean {
  return build === undefined && (source === undefined || /\.dart$|\$\{/.test(source))
}
