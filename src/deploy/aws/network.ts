import { readFileSync } from 'node:fs'
import type { ClientRequest } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { Agent, type AgentConnectOpts } from 'agent-base'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { getProxyForUrl } from 'proxy-from-env'
import { messageOf, OcheError } from '../../core/errors.ts'

/**
 * How every client reaches AWS: through the proxy that HTTPS_PROXY names unless NO_PROXY leaves the
 * host out, trusting what a bundle of certificates holds. As for the AWS CLI, a bundle stands
 * instead of the built-in authorities.
 *
 * @param bundle path of a file in PEM form: AWS_CA_BUNDLE, or `ca_bundle` of a profile
 * @throws OcheError `CA_BUNDLE_UNREADABLE`
 */
export function httpHandler(bundle: string | undefined): NodeHttpHandler {
  const tls = bundle ? { ca: readBundle(bundle) } : {}
  return new NodeHttpHandler({ httpsAgent: new ByHost(tls) as unknown as HttpsAgent })
}

/** Chooses for each request: whether a host goes through a proxy is a question of its name. */
class ByHost extends Agent {
  readonly #direct: HttpsAgent
  readonly #proxied = new Map<string, HttpsProxyAgent<string>>()

  constructor(tls: { ca?: string }) {
    // These options go along with each request, to the agent that takes it too.
    super({ keepAlive: true, ...tls })
    this.#direct = new HttpsAgent({ keepAlive: true, ...tls })
  }

  override async connect(_request: ClientRequest, { host, port }: AgentConnectOpts) {
    const proxy = getProxyForUrl(`https://${host}:${port}`)
    return proxy === '' ? this.#direct : this.#through(proxy)
  }

  #through(proxy: string): HttpsProxyAgent<string> {
    const known = this.#proxied.get(proxy)
    if (known !== undefined) return known
    const made = new HttpsProxyAgent(proxy, { keepAlive: true })
    made.on('proxyConnect', refuseUnlessOpen)
    this.#proxied.set(proxy, made)
    return made
  }
}

/** What a proxy says in place of a tunnel is no answer of AWS's. */
function refuseUnlessOpen(answer: { statusCode: number }, request: ClientRequest): void {
  if (answer.statusCode === 200) return
  const error = new Error(`the proxy of HTTPS_PROXY answers ${answer.statusCode}`)
  request.destroy(Object.assign(error, { code: 'EPROXY' }))
}

function readBundle(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const message = `the bundle of certificates cannot be read: ${messageOf(cause)}`
    throw new OcheError('CA_BUNDLE_UNREADABLE', message, {
      remedy: 'Correct AWS_CA_BUNDLE (or ca_bundle of the profile), or unset it.',
      cause,
    })
  }
}
