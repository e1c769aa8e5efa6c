import { abortable } from '../../core/abortable.ts'
import { OcheError } from '../../core/errors.ts'
import type { Project } from '../../core/project.ts'
import type { Credentials, LocalLambdaOptions } from '../../local/index.ts'
import { connectionOptions, givenRegion } from './aws-session.ts'
import type { CommandContext } from './context.ts'

/**
 * The region and the credentials that local functions get: those of `--region` and `--profile`, of
 * AWS_REGION and AWS_PROFILE, or the region of oche.yaml.
 *
 * @throws OcheError where `--profile` has no credentials; with AWS_PROFILE alone that is told, and
 *   functions do without
 */
export async function localAws(
  context: CommandContext,
  project: Pick<Project, 'region'>,
): Promise<Pick<LocalLambdaOptions, 'region' | 'credentials'>> {
  const { args, env, reporter, signal } = context
  const given = givenRegion(context) ?? project.region
  const profile = args.text('profile') ?? (env['AWS_PROFILE'] || undefined)
  if (profile === undefined) return given === undefined ? {} : { region: given }
  try {
    const { connect } = await import('../../deploy/index.ts')
    const access = await connect({ ...connectionOptions(context, project), profile }).access()
    const credentials = async () => lent(await access.credentials())
    // Roles and SSO take the network.
    await abortable(signal, credentials())
    const region = given ?? access.region
    return { credentials, ...(region !== undefined && { region }) }
  } catch (thrown) {
    if (!(thrown instanceof OcheError) || args.text('profile') !== undefined) throw thrown
    reporter.warn(`${thrown.message}: functions run without its credentials. ${thrown.remedy}`)
    return given === undefined ? {} : { region: given }
  }
}

function lent({
  sessionToken = '',
  ...credentials
}: Omit<Credentials, 'sessionToken'> & { sessionToken?: string }): Credentials {
  return { ...credentials, sessionToken }
}
