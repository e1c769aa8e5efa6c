export interface Weighted {
  name: string
  weight: number
}

export interface Tile<T extends Weighted> {
  item: T
  x: number
  y: number
  width: number
  height: number
}

interface Area {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Tiles whose areas are as their weights, as near to squares as can be ("squarified", Bruls and others,
 * 2000). Pure.
 */
export function layTiles<T extends Weighted>(items: readonly T[], area: Area): Tile<T>[] {
  const left = items.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  const total = left.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return []
  const scale = (area.width * area.height) / total
  const tiles: Tile<T>[] = []
  let free = area
  while (left.length > 0) {
    const side = Math.min(free.width, free.height)
    const row = [left.shift()!]
    while (left.length > 0 && worst([...row, left[0]!], side, scale) <= worst(row, side, scale)) {
      row.push(left.shift()!)
    }
    free = layRow(row, free, scale, tiles)
  }
  return tiles
}

/** How far the worst tile of a row is from a square. */
function worst(row: readonly Weighted[], side: number, scale: number): number {
  const areas = row.map(({ weight }) => weight * scale)
  const sum = areas.reduce((all, one) => all + one, 0)
  const [most, least] = [Math.max(...areas), Math.min(...areas)]
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least))
}

/** @returns what is free then */
function layRow<T extends Weighted>(
  row: readonly T[],
  free: Area,
  scale: number,
  tiles: Tile<T>[],
): Area {
  const sum = row.reduce((all, { weight }) => all + weight * scale, 0)
  const isWide = free.width >= free.height
  const depth = sum / (isWide ? free.height : free.width)
  let at = 0
  for (const item of row) {
    const length = (item.weight * scale) / depth
    tiles.push(
      isWide
        ? { item, x: free.x, y: free.y + at, width: depth, height: length }
        : { item, x: free.x + at, y: free.y, width: length, height: depth },
    )
    at += length
  }
  return isWide
    ? { ...free, x: free.x + depth, width: free.width - depth }
    : { ...free, y: free.y + depth, height: free.height - depth }
}
