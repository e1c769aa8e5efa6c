import type { FunctionConfig } from '../../core/project.ts'
import { defaults } from '../../core/defaults.ts'
import { kindOfArn } from '../../core/config/events/arns.ts'
import type { ExportedProject } from './exported.ts'

/** What another tool cannot be told, or does not do: each with its key and its remedy. */
export function leftOutOf(
  project: ExportedProject,
  functions: readonly FunctionConfig[],
): readonly string[] {
  return [...ofProject(project), ...functions.flatMap(ofFunction)]
}

function ofProject({ account, region }: ExportedProject): string[] {
  const named = Object.entries({ account, region }).filter(([, value]) => value !== undefined)
  return named.map(
    ([key, value]) =>
      `${key}: the file does not hold that it is for ${value} alone; the other tool has to be pointed there`,
  )
}

function ofFunction({
  name,
  keepVersions,
  events,
  onSuccess,
  onFailure,
}: FunctionConfig): string[] {
  const buckets = events.flatMap((event) => (event.type === 's3' ? [event] : []))
  const told = [
    ...Object.entries({ onSuccess, onFailure }),
    ...events.flatMap((event) =>
      'onFailure' in event ? [[`${event.type} onFailure`, event.onFailure] as const] : [],
    ),
  ]
  return [
    ...(keepVersions === defaults.keepVersions
      ? []
      : [
          `keepVersions of ${name} (${keepVersions}): the other tool keeps versions in its own way`,
        ]),
    ...buckets.map(
      ({ bucket, events: names, prefix, suffix }) =>
        `events s3 of ${name}: what the bucket ${bucket} tells it (${names.join(', ')}, prefix "${prefix}", suffix "${suffix}") has to be set where the bucket is made; that it may call is in the file`,
    ),
    ...told
      .filter(([, arn]) => arn !== undefined && isUnclear(arn))
      .map(
        ([key, arn]) =>
          `${key} of ${name}: what ${arn} names is not known here; its role is not let tell it`,
      ),
  ]
}

/** Neither a function of the project nor an ARN of which the kind is plain. */
function isUnclear(arn: string): boolean {
  return (arn.includes('${') || arn.startsWith('arn:')) && kindOfArn(arn) === undefined
}
