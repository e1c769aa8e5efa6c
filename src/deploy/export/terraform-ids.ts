/** Label of what functions share. */
export const SHARED = 'shared_api'

export const OWN = { id: SHARED }
