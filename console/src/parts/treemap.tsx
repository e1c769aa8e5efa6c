import { useState } from 'preact/hooks'
import type { BundlePart } from '../../../src/console/types.ts'
import { bytesText } from '../text.ts'
import { groupedBy } from './bundle-groups.ts'
import { layTiles } from './treemap-layout.ts'

const AREA = { x: 0, y: 0, width: 640, height: 240 }
/** Smaller ones have no room for their names. */
const NAMED = { width: 56, height: 26 }

export interface TreemapProps {
  parts: readonly BundlePart[]
  /** What files are put together by. */
  nameOf: (path: string) => string
  /** What that is called. */
  by: string
}

/** What there is of files: by what they are put together by first, then one by one. */
export function Treemap({ parts, nameOf, by }: TreemapProps) {
  const [inside, setInside] = useState<string | undefined>(undefined)
  const within = inside === undefined ? parts : parts.filter(({ path }) => nameOf(path) === inside)
  const groups =
    inside === undefined
      ? groupedBy(parts, nameOf)
      : within.map(({ path, bytes }) => ({ name: path, weight: bytes, files: 1 }))
  const total = within.reduce((sum, { bytes }) => sum + bytes, 0)
  const tiles = layTiles(groups, AREA)
  const share = (weight: number) =>
    `${((100 * weight) / total).toFixed(weight / total < 0.1 ? 1 : 0)} %`
  return (
    <figure class="treemap">
      <figcaption>
        {inside === undefined ? (
          `By ${by}; one with several files opens.`
        ) : (
          <>
            <button type="button" class="quiet small" onClick={() => setInside(undefined)}>
              ← all
            </button>{' '}
            {inside}, {bytesText(total)}
          </>
        )}
      </figcaption>
      <div class="tiles">
        {tiles.map(({ item, x, y, width, height }, index) => {
          const opens = inside === undefined && item.files > 1
          const Tag = opens ? 'button' : 'div'
          return (
            <Tag
              key={item.name}
              {...(opens ? { type: 'button' as const, onClick: () => setInside(item.name) } : {})}
              class={`tile tone-${index % 6}`}
              title={`${item.name}: ${bytesText(item.weight)}, ${share(item.weight)}`}
              style={{
                left: `${(100 * x) / AREA.width}%`,
                top: `${(100 * y) / AREA.height}%`,
                width: `${(100 * width) / AREA.width}%`,
                height: `${(100 * height) / AREA.height}%`,
              }}
            >
              <span class={width > NAMED.width && height > NAMED.height ? '' : 'unseen'}>
                {item.name} <small>{bytesText(item.weight)}</small>
              </span>
            </Tag>
          )
        })}
      </div>
    </figure>
  )
}
