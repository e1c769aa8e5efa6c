import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { HttpKeys } from './http.ts'
import type { functionSchema } from './schema.ts'

type Written = Exclude<z.input<typeof functionSchema>['http'], string | undefined>

it('has in plain words what the schema takes', () => {
  expectTypeOf<HttpKeys>().toEqualTypeOf<Written>()
})
