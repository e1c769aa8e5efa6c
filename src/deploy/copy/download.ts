import { EXIT, messageOf, OcheError } from '../../core/errors.ts'

/**
 * What lies behind an address that AWS has signed; the address is a secret and in no message.
 *
 * @throws OcheError `COPY_CODE_UNREADABLE`
 */
export async function download(location: string, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    const response = await fetch(location, signal && { signal })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    signal?.throwIfAborted()
    throw new OcheError(
      'COPY_CODE_UNREADABLE',
      `the code of the deployed function cannot be fetched: ${messageOf(cause)}`,
      { remedy: 'Run it again.', exit: EXIT.aws },
    )
  }
}
