import { posix } from 'node:path'
import { addressOf } from './sources.mjs'

/**
 * What a link of a page becomes on the site: the address to go to, `text` where it leads to a file of the
 * repository that the site does not have, an `image` that has to be copied, or `dead`.
 * @param {{ path: string, link: string, anchorsOf: (path: string) => string[] | undefined, exists: (path: string) => boolean }} asked
 */
export function resolveLink({ path, link, anchorsOf, exists }) {
  if (/^[a-z]+:/.test(link)) return { kind: 'away', href: link }
  const [file, anchor] = link.split('#')
  const target = file === '' ? path : posix.join(posix.dirname(path), decodeURI(file))
  const anchors = anchorsOf(target)
  if (anchors === undefined) {
    if (!exists(target)) return { kind: 'dead' }
    return /\.(svg|png)$/.test(target) ? { kind: 'image', file: target } : { kind: 'text' }
  }
  if (anchor !== undefined && !anchors.includes(anchor)) return { kind: 'dead' }
  const href = file === '' ? '' : fromPage(path, addressOf(target))
  return { kind: 'page', href: anchor === undefined ? href : `${href}#${anchor}` }
}

/** An address of the site as it is written in a page: relative, so that the site works from any folder. */
export function fromPage(path, address) {
  return posix.relative(posix.dirname(addressOf(path)), address)
}
