import * as v from 'valibot'
import { z } from 'zod'
import * as mini from 'zod/mini'
import { check } from '../cases/check.mjs'

// --- zod
const User = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(20).trim(),
  email: z.email(),
  age: z.int().min(0).max(150).optional(),
  tags: z
    .array(z.string().regex(/^[a-z]+$/))
    .max(3)
    .default([]),
  role: z.enum(['admin', 'user']),
  born: z.iso.date().optional(),
  seen: z.iso.datetime({ offset: true }).optional(),
  site: z.url().nullish(),
  address: z
    .object({ zip: z.string().length(5), city: z.string() })
    .partial()
    .strict()
    .optional(),
})
const good = {
  id: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
  name: '  Ännchen ',
  email: 'a@example.com',
  role: 'user',
}
await check('zod object', () => User.parse(good))
for (const [name, wrong] of Object.entries({
  nothing: undefined,
  text: 'x',
  empty: {},
  id: { ...good, id: 'x' },
  email: { ...good, email: 'a@b' },
  age: { ...good, age: 1.5 },
  older: { ...good, age: 200 },
  tags: { ...good, tags: ['a', 'B', 3, 'c'] },
  role: { ...good, role: 'root' },
  born: { ...good, born: '2026-02-30' },
  seen: { ...good, seen: '2026-02-20T10:00' },
  site: { ...good, site: 'nope' },
  address: { ...good, address: { zip: '1', more: 1 } },
})) {
  await check(`zod wrong ${name}`, () => {
    const { error } = User.safeParse(wrong)
    return [error.issues, z.prettifyError(error), z.flattenError(error), z.treeifyError(error)]
  })
}
await check('zod throws', () => User.parse({}))
await check('zod message', () => {
  try {
    User.parse({})
  } catch (error) {
    return [error.message, error.name, error instanceof z.ZodError, String(error)]
  }
})
const Event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('a'), value: z.coerce.number() }),
  z.object({ kind: z.literal('b'), value: z.coerce.date() }),
  z.object({ kind: z.literal('c'), value: z.coerce.bigint() }),
])
await check('zod union', () => [
  Event.parse({ kind: 'a', value: '12' }),
  Event.parse({ kind: 'b', value: '2026-01-01' }),
  Event.parse({ kind: 'c', value: '123456789012345678901' }),
  Event.safeParse({ kind: 'd' }).error.issues,
  Event.safeParse({ kind: 'b', value: 'x' }).error.issues,
])
await check('zod transforms', () => [
  z
    .string()
    .transform((text) => text.length)
    .pipe(z.number().max(3))
    .safeParse('four').error.issues,
  z.preprocess(Number, z.number()).parse('5'),
  z.string().toLowerCase().normalize('NFD').parse('É'),
  z.stringbool().parse('yes'),
  z
    .codec(z.iso.datetime(), z.date(), {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    })
    .encode(new Date(0)),
])
await check('zod async', () =>
  z
    .string()
    .refine(async (text) => text === 'a', 'not a')
    .safeParseAsync('b')
    .then((r) => r.error.issues),
)
await check('zod kinds', () => [
  z.map(z.string(), z.number()).parse(new Map([['a', 1]])),
  z.set(z.number()).parse(new Set([1])),
  z.record(z.string(), z.number()).safeParse({ a: 'x' }).error.issues,
  z.tuple([z.string(), z.number()]).rest(z.boolean()).parse(['a', 1, true]),
  z.templateLiteral(['item-', z.number()]).safeParse('item-x').error.issues,
  z.nan().parse(NaN),
  z.instanceof(Date).safeParse(1).error.issues,
  z.file().safeParse('x').error.issues,
  z.json().parse({ a: [1, null] }),
  z.lazy(() => z.array(z.number())).parse([1]),
  z.string().brand('x').catch('c').parse(1),
  z.base64().safeParse('a').error.issues,
  z.ipv4().safeParse('1.2.3.400').success,
  z.ipv6().safeParse('::1').success,
  z.cidrv6().safeParse('::/129').success,
  z.jwt().safeParse('a.b.c').success,
  z.emoji().safeParse('😀').success,
  z.hash('sha256').safeParse('00').success,
])
await check('zod json schema', () => [
  z.toJSONSchema(User),
  z.toJSONSchema(Event, { unrepresentable: 'any' }),
])
await check(
  'zod from json schema',
  () =>
    z
      .fromJSONSchema({ type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] })
      .safeParse({ a: 1.5 }).error.issues,
)
await check('zod locale', () => {
  z.config(z.locales.de())
  const told = z.number().safeParse('x').error.issues
  z.config(z.locales.en())
  return told
})
await check(
  'zod mini',
  () =>
    mini.object({ a: mini.string().check(mini.minLength(3)) }).safeParse({ a: 'x' }).error.issues,
)

// --- valibot
const Item = v.pipe(
  v.object({
    name: v.pipe(v.string(), v.trim(), v.minLength(2)),
    price: v.pipe(v.number(), v.minValue(0), v.multipleOf(0.5)),
    when: v.optional(
      v.pipe(
        v.string(),
        v.isoTimestamp(),
        v.transform((text) => new Date(text)),
      ),
    ),
    link: v.nullish(v.pipe(v.string(), v.url())),
    kind: v.variant('is', [
      v.object({ is: v.literal(1), a: v.string() }),
      v.object({ is: v.literal(2), b: v.bigint() }),
    ]),
  }),
  v.forward(
    v.check((one) => one.name !== 'bad', 'a bad name'),
    ['name'],
  ),
)
await check('valibot', () =>
  v.parse(Item, {
    name: ' nut ',
    price: 1.5,
    when: '2026-01-01T00:00:00Z',
    kind: { is: 1, a: '' },
  }),
)
for (const wrong of [
  null,
  {},
  { name: 'x', price: -1.3, kind: { is: 3 } },
  { name: 'bad', price: 1, kind: { is: 2, b: 1n } },
  { name: 'ok', price: NaN, when: 'yesterday', link: '//', kind: { is: 2, b: 1 } },
]) {
  await check(
    `valibot wrong ${JSON.stringify(wrong, (_, x) => (typeof x === 'bigint' ? String(x) : x))}`,
    () => {
      const { issues } = v.safeParse(Item, wrong)
      return [
        issues.map(({ kind, type, message, received, expected }) => ({
          kind,
          type,
          message,
          received,
          expected,
          path: v.getDotPath(issues[0]),
        })),
        v.flatten(issues),
      ]
    },
  )
}
await check('valibot throws', () => v.parse(Item, 1))
await check('valibot async', () =>
  v.parseAsync(
    v.pipeAsync(
      v.string(),
      v.checkAsync(async (text) => text.length > 3, 'short'),
    ),
    'abc',
  ),
)
await check('valibot formats', () => [
  v.is(v.pipe(v.string(), v.email()), 'a@b.de'),
  v.is(v.pipe(v.string(), v.uuid()), 'x'),
  v.is(v.pipe(v.string(), v.ipv6()), '::1'),
  v.is(v.pipe(v.string(), v.emoji()), '👨‍👩‍👧'),
  v.is(v.pipe(v.string(), v.graphemes(1)), 'e'),
  v.is(v.pipe(v.string(), v.bytes(2)), 'é'),
  v.is(v.pipe(v.string(), v.creditCard()), '4242424242424242'),
])
