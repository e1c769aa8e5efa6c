import { parseKnownFiles } from '@smithy/core/config'
import { EXIT, OcheError } from '../../core/errors.ts'

/** The settings of one profile in `~/.aws/config` and `~/.aws/credentials`. */
export interface Profile {
  name: string
  /** Whether the user asked for this one: by `--profile` or AWS_PROFILE. */
  isChosen: boolean
  settings: Readonly<Record<string, string | undefined>>
}

/**
 * The profile that counts; `default` where none is chosen, which need not exist.
 *
 * @throws OcheError `PROFILE_UNKNOWN`
 */
export async function readProfile(chosen: string | undefined): Promise<Profile> {
  const name = chosen || process.env['AWS_PROFILE'] || undefined
  const profiles = await parseKnownFiles({})
  const settings = profiles[name ?? 'default']
  if (settings === undefined && name !== undefined) throw unknown(name, Object.keys(profiles))
  return { name: name ?? 'default', isChosen: name !== undefined, settings: settings ?? {} }
}

function unknown(name: string, known: readonly string[]): OcheError {
  const list =
    known.length === 0 ? 'There is none yet' : `There are: ${known.toSorted().join(', ')}`
  return new OcheError('PROFILE_UNKNOWN', `there is no AWS profile "${name}"`, {
    remedy: `${list}. Type: aws configure --profile ${name}`,
    exit: EXIT.user,
  })
}

/** How a profile comes by credentials, in the order in which the SDK looks. */
export type Way = 'role' | 'keys' | 'web-identity' | 'process' | 'sso' | 'login'

const WAYS: readonly [setting: string, way: Way][] = [
  ['source_profile', 'role'],
  ['credential_source', 'role'],
  ['aws_access_key_id', 'keys'],
  ['web_identity_token_file', 'web-identity'],
  ['credential_process', 'process'],
  ['sso_session', 'sso'],
  ['sso_start_url', 'sso'],
  ['login_session', 'login'],
]

/** Undefined where a profile has settings only, such as a region. */
export function wayOf({ settings }: Profile): Way | undefined {
  return WAYS.find(([setting]) => settings[setting] !== undefined)?.[1]
}
