import { alb } from './alb.ts'
import type { FrontDoor } from './front-door.ts'
import { functionUrl } from './function-url.ts'
import { httpApi, httpApiV1 } from './http-api.ts'
import { restApi } from './rest-api.ts'
import type { FrontDoorKind, FrontDoorSettings } from './types.ts'

export type { Exchange, FrontDoor, RequestHead } from './front-door.ts'

const makers: Record<FrontDoorKind, (settings: FrontDoorSettings) => FrontDoor> = {
  url: functionUrl,
  'http-api': httpApi,
  'http-api-v1': httpApiV1,
  rest: restApi,
  alb,
}

/** The front door for a configuration; `HttpConfig` fits unless its kind is `none`. */
export function createFrontDoor(settings: FrontDoorSettings): FrontDoor {
  return makers[settings.kind](settings)
}
