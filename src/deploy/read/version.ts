import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { RemoteVersion } from '../remote.ts'

/** Lambda leaves out what has its default. */
export function versionOf(found: FunctionConfiguration): RemoteVersion {
  return {
    version: found.Version ?? '$LATEST',
    configuration: {
      runtime: found.Runtime ?? '',
      role: found.Role ?? '',
      handler: found.Handler ?? '',
      memory: found.MemorySize ?? 128,
      timeout: found.Timeout ?? 3,
      ephemeralStorage: found.EphemeralStorage?.Size ?? 512,
      environment: found.Environment?.Variables ?? {},
      layers: (found.Layers ?? []).map((layer) => layer.Arn ?? ''),
      subnets: found.VpcConfig?.SubnetIds ?? [],
      securityGroups: found.VpcConfig?.SecurityGroupIds ?? [],
      tracing: found.TracingConfig?.Mode === 'Active' ? 'Active' : 'PassThrough',
      logFormat: found.LoggingConfig?.LogFormat === 'JSON' ? 'JSON' : 'Text',
    },
    arch: found.Architectures?.[0] ?? 'x86_64',
    codeSha256: found.CodeSha256 ?? '',
    bytes: found.CodeSize ?? 0,
    modified: found.LastModified ?? '',
    state: found.State ?? 'Active',
    stateReason: found.StateReason,
    updateStatus: found.LastUpdateStatus,
    updateReason: [found.LastUpdateStatusReasonCode, found.LastUpdateStatusReason]
      .filter(Boolean)
      .join(': '),
    revisionId: found.RevisionId,
  }
}
