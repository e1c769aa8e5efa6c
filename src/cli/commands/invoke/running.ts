import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { invokeHeaders, invokePaths, LOG_TYPE_TAIL } from '../../../contract/invoke-api.ts'
import { OcheError, systemCode } from '../../../core/errors.ts'
import type { Answer } from './answer.ts'

/**
 * Sends an event to a running `oche dev` by the Invoke API.
 *
 * @returns undefined where nothing listens there any more
 * @throws OcheError `INVOKE_REFUSED` where `dev` does not take it
 */
export async function invokeRunning(
  url: string,
  functionName: string,
  event: Uint8Array,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  try {
    const { status, headers, body } = await post(
      new URL(invokePaths.invoke(functionName), url),
      event,
      signal,
    )
    if (status !== 200) throw refused(status, body)
    const tail = Buffer.from(headers[invokeHeaders.logResult] ?? '', 'base64').toString()
    return {
      payload: body,
      failed: headers[invokeHeaders.functionError] !== undefined,
      logs: tail.split('\n').filter((line) => line !== ''),
    }
  } catch (thrown) {
    if (systemCode(thrown) === 'ECONNREFUSED') return undefined
    throw thrown
  }
}

interface Response {
  status: number
  headers: Record<string, string | undefined>
  body: Buffer
}

/** `fetch` gives up after five minutes; a function may take fifteen. */
function post(url: URL, body: Uint8Array, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      [invokeHeaders.logType]: LOG_TYPE_TAIL,
    }
    const sent = request(url, { method: 'POST', headers, signal }, (response) => {
      buffer(response).then(
        (bytes) =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Response['headers'],
            body: bytes,
          }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function refused(status: number, body: Buffer): OcheError {
  return new OcheError('INVOKE_REFUSED', `oche dev answered ${status}: ${body.toString()}`, {
    remedy: 'Type: oche invoke --local',
  })
}
