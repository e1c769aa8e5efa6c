import type { Aws } from '../../aws/aws.ts'
import type { Place } from '../../model/place.ts'
import { ALIAS } from '../../names.ts'

/**
 * The one call that moves traffic; shares that somebody gave to other versions end with it.
 *
 * @param RevisionId of the alias as it was read: Lambda refuses where it has changed since
 */
export async function pointAlias(
  aws: Aws,
  place: Place,
  version: string | undefined,
  RevisionId: string | undefined,
): Promise<void> {
  await aws.call('lambda:UpdateAlias', {
    FunctionName: place.function,
    Name: ALIAS,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: {} },
    RevisionId,
  })
}
