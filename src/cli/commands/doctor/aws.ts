import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Check } from '../../../core/check.ts'

/** Whether credentials and a region are configured; never what they are worth, never a value. */
export function checkAws(
  env: NodeJS.ProcessEnv,
  flags: { region: string | undefined; profile: string | undefined },
): Check[] {
  const profile = flags.profile ?? env['AWS_PROFILE'] ?? 'default'
  const files = readProfileFiles(env)
  return [credentials(env, profile, files), region(env, flags.region, profile, files)]
}

const CREDENTIAL_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

function credentials(env: NodeJS.ProcessEnv, profile: string, files: ProfileFiles): Check {
  const variable = CREDENTIAL_VARIABLES.find((name) => env[name])
  const place =
    variable ?? placeOf(profile, files, /^(aws_access_key_id|sso_|role_arn|credential_|login_)/m)
  return {
    check: 'AWS credentials',
    ok: place !== undefined,
    required: false,
    ...(place === undefined
      ? { remedy: 'Only needed to deploy. Type: aws configure' }
      : { found: `by ${place}` }),
  }
}

function region(
  env: NodeJS.ProcessEnv,
  flag: string | undefined,
  profile: string,
  files: ProfileFiles,
): Check {
  const variable = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((name) => env[name])
  const place =
    flag !== undefined ? '--region' : (variable ?? placeOf(profile, files, /^region\b/m))
  return {
    check: 'AWS region',
    ok: place !== undefined,
    required: false,
    ...(place === undefined
      ? { remedy: 'Only needed to deploy. Type: aws configure set region <region>' }
      : { found: `by ${place}` }),
  }
}

type ProfileFiles = readonly string[]

function readProfileFiles(env: NodeJS.ProcessEnv): ProfileFiles {
  const folder = join(homedir(), '.aws')
  return [
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(folder, 'credentials'),
    env['AWS_CONFIG_FILE'] ?? join(folder, 'config'),
  ].flatMap((file) => (existsSync(file) ? [readFileSync(file, 'utf8')] : []))
}

/** Where a profile has a setting; only its presence is looked at. */
function placeOf(profile: string, files: ProfileFiles, setting: RegExp): string | undefined {
  const sections = files.flatMap((text) => text.split(/^(?=\[)/m))
  const own = sections.filter((section) => headerOf(section) === profile)
  return own.some((section) => setting.test(section)) ? `profile ${profile}` : undefined
}

/** `[profile dev]` in the configuration and `[dev]` in the credentials are the same. */
function headerOf(section: string): string | undefined {
  return /^\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(section)?.[1]
}
