export { checkAccess } from './access.ts'
export {
  afterFunctions,
  applyApplicationDestroy,
  beforeFunctions,
  describeApplication,
  gatewaysOf,
  planApplication,
  planApplicationDestroy,
  lookAgain,
  withFormer,
  type PlannedApplication,
  type SharedApi,
} from './application.ts'
export { connect, hasOwnEndpoint, type ConnectionOptions } from './aws/clients.ts'
export {
  applyFunctionDeploy,
  describePlanned,
  opensEndpoint,
  planAgain,
  planFunctionDeploy,
  type Deployed,
} from './deploy.ts'
export type { Planned, PlannedRemoval } from './converge/converge.ts'
export { GATEWAYS } from './model/gateway.ts'
export type { ApplicationSource } from './resources/application/source.ts'
export { desire, type Desired } from './resources/index.ts'
export {
  ANY_VERSION,
  changesWithPublished,
  findLayerNames,
  layerArn,
  layerBytes,
  layerName,
  planLayer,
  planLayerRemoval,
  planWithPublished,
  pruneLayer,
  publishLayer,
  readLayerVersions,
  requireLayersOfRegion,
  wantedLayers,
  withLayerArns,
  withPublished,
  type LayerOptions,
  type LayerPlan,
} from './layers/index.ts'
export { findOrphans, findStages, type Orphan } from './orphans.ts'
export { applyFunctionDestroy, planFunctionDestroy } from './destroy.ts'
export { invokeRemote } from './invoke.ts'
export { readLogs, type LogEvent } from './logs.ts'
export { groundOf, nameIn, placeOf, type Place } from './model/place.ts'
export type { Change, Plan } from './model/plan.ts'
export { readReferences } from './references.ts'
export { untilReachable } from './probe.ts'
export { newRun } from './model/run.ts'
export { listVersions, moveBack, planPrevious, rollback, type ListedVersion } from './rollback.ts'
export * from './copy/index.ts'
export { openSession, type Session } from './session.ts'
export { readStatus, type Status } from './status.ts'
export { exportSam } from './export/sam.ts'
export { exportTerraform } from './export/terraform.ts'
