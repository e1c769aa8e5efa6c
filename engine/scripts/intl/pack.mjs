import { brotliCompressSync, constants } from 'node:zlib'

/** Brotli looks back a megabyte at most: that much memory is needed to read it. */
const WINDOW = 20

/**
 * Groups of named contents, as engine/src/natives/intl/packed.rs reads them: the length of a table u32,
 * the table (`group at length` by line), the groups. A group is compressed as a whole, what is alike in
 * languages stands once: the length of its table u32, the table (`name at length`), the contents.
 */
export function pack(groups) {
  const packed = Object.entries(groups).map(([name, contents]) => [name, compress(group(contents))])
  return withTable(packed)
}

function group(contents) {
  return withTable([...contents].map(([name, content]) => [name, Buffer.from(content)]))
}

/** Contents that are equal stand once. */
function withTable(entries) {
  const places = new Map()
  const parts = []
  let end = 0
  const lines = entries.map(([name, content]) => {
    const key = content.toString('latin1')
    if (!places.has(key)) {
      places.set(key, end)
      parts.push(content)
      end += content.length
    }
    return `${name} ${places.get(key)} ${content.length}`
  })
  const table = Buffer.from(lines.join('\n'))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(table.length)
  return Buffer.concat([length, table, ...parts])
}

function compress(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
}
