import { keyText, type Problem } from '../problem.ts'
import type { PlacedFunction } from '../functions.ts'

const LAYER_VERSION = /^(arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+):\d+$/

/** What is no ARN is a folder, and looked for where it is needed. */
export function layersRule({ keys, at }: PlacedFunction): Problem[] {
  const layers = keys.layers ?? []
  return layers.flatMap((layer, index) => {
    const path = at('layers', index)
    const problem = (message: string, remedy: string) => [
      { path, message: `${keyText(path)}: ${message}`, remedy },
    ]
    if (layer.startsWith('arn:') && !layer.includes('${') && !LAYER_VERSION.test(layer)) {
      return problem(
        'this is not the ARN of a version of a layer',
        'Write it with its version at the end: arn:aws:lambda:eu-west-1:123456789012:layer:name:1',
      )
    }
    const earlier = layers.slice(0, index).some((other) => nameOf(other) === nameOf(layer))
    if (!earlier) return []
    return problem('this layer stands in the list already', 'Leave one of them out.')
  })
}

/** Lambda refuses two versions of a layer as well. */
function nameOf(layer: string): string {
  return LAYER_VERSION.exec(layer)?.[1] ?? layer
}
