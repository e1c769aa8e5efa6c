import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'

export interface PublishedVersion {
  version: string
  /** base64 */
  codeSha256: string
  bytes: number
  /** ISO 8601 */
  deployedAt: string
}

/** Published versions, the newest first; `$LATEST` is none. */
export async function readVersions(aws: Aws, FunctionName: string): Promise<PublishedVersion[]> {
  const versions = await pages(async (Marker) => {
    const page = await aws.call('lambda:ListVersionsByFunction', { FunctionName, Marker })
    return { items: page.Versions, next: page.NextMarker }
  })
  return versions
    .filter(({ Version }) => Version !== '$LATEST')
    .map((found) => ({
      version: found.Version!,
      codeSha256: found.CodeSha256 ?? '',
      bytes: found.CodeSize ?? 0,
      deployedAt: isoTime(found.LastModified),
    }))
    .sort((a, b) => Number(b.version) - Number(a.version))
}

/** Lambda writes `+0000` where ISO 8601 has `+00:00`. */
function isoTime(text: string | undefined): string {
  const time = new Date((text ?? '').replace(/\+0000$/, 'Z'))
  return Number.isNaN(time.getTime()) ? (text ?? '') : time.toISOString()
}
