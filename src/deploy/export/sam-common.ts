import { ALIAS } from '../names.ts'
import type { Tags } from '../model/place.ts'
import type { CorsSettings } from '../resources/endpoint.ts'
import type { OwnRole } from '../resources/role/desire.ts'

export type Resource = Record<string, unknown>

/** ARN of a function's alias, as SAM calls it. */
export function aliasRef(id: string): Resource {
  return { Ref: `${id}.Alias` }
}

/** Id of the alias, which SAM makes. */
export function aliasId(id: string): string {
  return `${id}Alias${ALIAS}`
}

/** @param name undefined: CloudFormation's own */
export function roleResource(role: OwnRole, tags: Tags, name: string | undefined): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...(name !== undefined && { RoleName: name }),
      AssumeRolePolicyDocument: role.trust,
      ManagedPolicyArns: role.managed,
      ...(role.inline && { Policies: [{ PolicyName: 'oche', PolicyDocument: role.inline }] }),
      ...(role.boundary !== undefined && { PermissionsBoundary: role.boundary }),
      ...(hasTags(tags) && { Tags: tagList(tags) }),
    },
  }
}

export function corsProperties(cors: CorsSettings): Resource {
  return {
    AllowOrigins: cors.origins,
    AllowMethods: cors.methods,
    ...(cors.headers.length > 0 && { AllowHeaders: cors.headers }),
    ...(cors.exposeHeaders.length > 0 && { ExposeHeaders: cors.exposeHeaders }),
    AllowCredentials: cors.credentials,
    MaxAge: cors.maxAge,
  }
}

export function hasTags(tags: Tags): boolean {
  return Object.keys(tags).length > 0
}

export function tagList(tags: Tags): Resource[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** Resources with numbers behind their names. */
export function numbered(id: string, all: readonly Resource[]): Resource {
  return Object.fromEntries(all.map((one, index) => [`${id}${index + 1}`, one]))
}
