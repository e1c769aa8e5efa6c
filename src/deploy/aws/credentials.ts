import type { ErrorCode } from '../../core/error-codes/index.ts'
import { EXIT, messageOf, OcheError } from '../../core/errors.ts'
import { wayOf, type Profile, type Way } from './profile.ts'

/** What AWS is asked with. Every member is secret but the expiration. */
interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration?: Date
}

/** As the SDK calls it: with the configuration of the client that asks. */
export type Provider = (caller?: object) => Promise<Credentials>

export interface CredentialOptions {
  profile: Profile
  /** Settings for the clients that credentials are asked with: SSO's, and STS's. */
  client: { region?: string | undefined; requestHandler: object }
  /** Asks a person for the code of an MFA device; undefined where there is nobody to ask. */
  askMfaCode?: ((device: string) => Promise<string>) | undefined
}

/** Credentials that end sooner are asked for anew, in milliseconds. */
const SPARE = 5 * 60_000

/**
 * One provider for every client of a command, so that a program is run, and a person asked, once.
 * What it throws names the reason and the command that fixes it.
 */
export function credentialProvider(options: CredentialOptions): Provider {
  let known: Promise<Credentials> | undefined
  return async (caller) => {
    if (known !== undefined && isFresh(await known)) return known
    known = resolve(options, caller)
    known.catch(() => (known = undefined))
    return known
  }
}

function isFresh({ expiration }: Credentials): boolean {
  return expiration === undefined || expiration.getTime() - Date.now() > SPARE
}

async function resolve(options: CredentialOptions, caller?: object): Promise<Credentials> {
  const { profile } = options
  const way = wayOf(profile)
  try {
    return await (
      await sdkProvider(options, way)
    )(caller)
  } catch (thrown) {
    throw explained(thrown, profile, way)
  }
}

/**
 * Keys in the environment come before a profile that nobody chose. A profile that says how to get
 * credentials is asked alone: the SDK's chain would go on to other places, and keep the reason.
 */
async function sdkProvider(
  { profile, client, askMfaCode }: CredentialOptions,
  way: Way | undefined,
): Promise<Provider> {
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const settings = {
    clientConfig: client,
    parentClientConfig: client,
    ...(profile.isChosen && { profile: profile.name }),
    ...(askMfaCode && { mfaCodeProvider: askMfaCode }),
  }
  const isProfileFirst = profile.isChosen || !process.env['AWS_ACCESS_KEY_ID']
  const make = isProfileFirst && way !== undefined ? fromIni : fromNodeProviderChain
  return make(settings as never) as Provider
}

/** Errors of the network, and those of STS, are told as they are by whoever called. */
function explained(thrown: unknown, profile: Profile, way: Way | undefined): unknown {
  const { name = '' } = thrown as Error
  const isProviders = /^(CredentialsProviderError|TokenProviderError|ProviderError)$/.test(name)
  if (!isProviders) return thrown
  const explain = way && reasons[way]
  return explain === undefined ? notFound(profile, thrown) : explain(profile, thrown)
}

const reasons: Partial<Record<Way, (profile: Profile, thrown: unknown) => OcheError>> = {
  sso: ({ name }, cause) =>
    refusal('CREDENTIALS_EXPIRED', `profile ${name} has no valid SSO session`, {
      remedy: `Type: aws sso login --profile ${name}`,
      cause,
    }),
  login: ({ name }, cause) =>
    refusal('CREDENTIALS_EXPIRED', `profile ${name} has no valid session`, {
      remedy: `Type: aws login --profile ${name}`,
      cause,
    }),
  process: ({ name }, cause) =>
    refusal('CREDENTIAL_PROCESS_FAILED', `credential_process of profile ${name} failed`, {
      remedy: `Run the program that credential_process of profile ${name} names, and see what it says.`,
      // Without the program's own line: its arguments may be secret.
      ...detailOf(messageOf(cause)),
    }),
  role: (profile, cause) =>
    /multi-factor authentication/.test(messageOf(cause))
      ? mfaNeeded(profile, cause)
      : refusal('NO_CREDENTIALS', `profile ${profile.name}: ${messageOf(cause)}`, {
          remedy: `Look at profile ${profile.name} and the one that its source_profile names.`,
          cause,
        }),
}

function mfaNeeded({ name, settings }: Profile, cause: unknown): OcheError {
  const device = settings['mfa_serial'] ?? 'the MFA device'
  return refusal('MFA_NEEDED', `profile ${name} needs a code of ${device}`, {
    remedy: 'Run the command on a terminal, where the code is asked for.',
    cause,
  })
}

function notFound({ name, isChosen }: Profile, cause: unknown): OcheError {
  const where = isChosen ? ` by profile ${name}` : ''
  return refusal('NO_CREDENTIALS', `no AWS credentials were found${where}`, {
    remedy: isChosen
      ? `Type: aws configure --profile ${name}`
      : 'Type "aws configure" or "aws sso login", or name a profile with --profile.',
    cause,
  })
}

/** What a program wrote to standard error, below the line `Command failed: …` of Node's. */
function detailOf(message: string): { detail?: string } {
  const detail = message.replace(/^Command failed: .*\n?/, '').trim()
  return detail === '' ? {} : { detail }
}

function refusal(
  code: ErrorCode,
  message: string,
  options: { remedy: string; cause?: unknown; detail?: string },
): OcheError {
  return new OcheError(code, message, { exit: EXIT.aws, ...options })
}
