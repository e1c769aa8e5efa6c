/** Id of the API that functions share; what belongs to it has this before its own. */
export const SHARED = 'SharedApi'

export const STAGE = `${SHARED}Stage`
export const LOG_GROUP = `${SHARED}LogGroup`
export const DOMAIN = `${SHARED}Domain`
export const MAPPING = `${SHARED}ApiMapping`
export const CERTIFICATE = `${SHARED}Certificate`

/** Of the REST API, which may stand beside the other. */
export const REST = 'SharedRestApi'

export const REST_STAGE = `${REST}Stage`
export const REST_LOG_GROUP = `${REST}LogGroup`
