import { absent, unavailable } from '../define.ts'
import type { TlsOptions } from '../native.ts'
import { connectArguments, type ConnectOptions } from '../http/connect-arguments.ts'
import { Socket } from './net.ts'

export interface SecureOptions extends ConnectOptions {
  servername?: string
  ca?: string | Uint8Array | (string | Uint8Array)[]
  cert?: string | Uint8Array
  key?: string | Uint8Array
  rejectUnauthorized?: boolean
  ALPNProtocols?: string[]
  socket?: unknown
  pfx?: unknown
  checkServerIdentity?: unknown
}

const pem = (
  given: string | Uint8Array | (string | Uint8Array)[] | undefined,
): string | undefined =>
  given === undefined
    ? undefined
    : [given]
        .flat()
        .map((one) => (typeof one === 'string' ? one : new TextDecoder().decode(one)))
        .join('\n')

/** What the host takes. @throws Error for what it cannot keep to */
function tlsOptions(options: SecureOptions, host: string): TlsOptions {
  if (options.pfx) throw unavailable('the option "pfx" of tls')
  if (options.checkServerIdentity) throw unavailable('the option "checkServerIdentity" of tls')
  return {
    serverName: options.servername || host.replace(/^\[|\]$/g, ''),
    ca: pem(options.ca),
    cert: pem(options.cert),
    key: pem(options.key),
    verify: options.rejectUnauthorized ?? process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0',
    protocols: options.ALPNProtocols ?? [],
  }
}

export class TLSSocket extends Socket {
  readonly encrypted = true
  authorized = false
  authorizationError: Error | null = null
  alpnProtocol: string | false = false
  #verifies = true

  secure(options: SecureOptions): this {
    if (options.socket) throw unavailable('tls.connect over a socket')
    const host = options.host ?? 'localhost'
    const own = tlsOptions(options, host)
    this.#verifies = own.verify
    this.dial(host, Number(options.port), own)
    if (options.timeout) this.setTimeout(options.timeout)
    return this
  }

  protected override established(protocol?: string): void {
    this.authorized = this.#verifies
    this.alpnProtocol = protocol ?? false
    super.established(protocol)
    this.emit('secureConnect')
  }

  getPeerCertificate(): never {
    throw unavailable('getPeerCertificate')
  }

  isSessionReused(): boolean {
    return false
  }
}

export function connect(...args: unknown[]): TLSSocket {
  const { options, done } = connectArguments(args)
  const more = args.find((one) => typeof one === 'object' && one !== null) as
    | SecureOptions
    | undefined
  const socket = new TLSSocket(options)
  if (done) socket.once('secureConnect', done)
  return socket.secure({ ...options, ...more } as SecureOptions)
}

export const createSecureContext = absent('tls.createSecureContext')

export const DEFAULT_MIN_VERSION = 'TLSv1.2'
export const DEFAULT_MAX_VERSION = 'TLSv1.3'

export const checkServerIdentity = absent('tls.checkServerIdentity')

export const createServer = absent('tls.createServer')
