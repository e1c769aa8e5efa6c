import type { FrontDoor } from './front-door.ts'
import { functionUrl } from './function-url.ts'
import { httpApi } from './http-api.ts'
import type { FrontDoorKind, FrontDoorSettings } from './types.ts'

export type { Exchange, FrontDoor, RequestHead } from './front-door.ts'

const makers: Record<FrontDoorKind, (settings: FrontDoorSettings) => FrontDoor> = {
  url: functionUrl,
  'http-api': httpApi,
  'http-api-v1': httpApi,
  rest: httpApi,
  alb: httpApi,
}

/** The front door for a configuration; `HttpConfig` fits unless its kind is `none`. */
export function createFrontDoor(settings: FrontDoorSettings): FrontDoor {
  return makers[settings.kind](settings)
}
