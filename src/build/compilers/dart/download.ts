/** What `dart` fetches by itself, and what to do where it cannot. */
interface Fetched {
  what: string
  remedy: string
}

const PACKAGES: Fetched = {
  what: 'dart pub get could not fetch the packages',
  remedy:
    'Let this machine reach pub.dev; behind a proxy set HTTPS_PROXY, with a mirror PUB_HOSTED_URL.',
}

const TARGET: Fetched = {
  what: 'Dart could not fetch what it compiles for Linux with',
  remedy:
    'Dart fetches it once for each version and architecture and keeps it: let this machine reach ' +
    'storage.googleapis.com, behind a proxy set HTTPS_PROXY. Otherwise type: oche build --container',
}

/** Undefined for a command that needs no network. */
export function fetchesFrom(args: readonly string[]): Fetched | undefined {
  if (args[0] === 'pub') return PACKAGES
  return args.some((word) => word.startsWith('--target-os=')) ? TARGET : undefined
}

/** Words of `dart:io`, of `package:http` and of pub for what has to do with the network. */
const NETWORK =
  /SocketException|ClientException|HandshakeException|HttpException|CERTIFICATE_VERIFY_FAILED|Failed host lookup|Got socket error|Connection (?:refused|timed out|reset|closed)|Failed to download|Proxy Authentication/i

/** The line that says why nothing could be fetched; undefined where something else went wrong. */
export function downloadFailure(output: string): string | undefined {
  return output
    .split('\n')
    .find((line) => NETWORK.test(line))
    ?.trim()
}
