export {
  changesWithPublished,
  planWithPublished,
  publishLayer,
  pruneLayer,
  withPublished,
  type LayerOptions,
} from './apply.ts'
export { ANY_VERSION, layerArn, planLayer, planLayerRemoval, type LayerPlan } from './plan.ts'
export { findLayerNames, readLayerVersions } from './read.ts'
export {
  layerBytes,
  layerName,
  requireLayersOfRegion,
  wantedLayers,
  withLayerArns,
} from './wanted.ts'
