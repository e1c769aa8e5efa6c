import { and, asc, count, desc, eq, gt, inArray, like, or, relations, sql } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import { drizzle as pgProxy } from 'drizzle-orm/pg-proxy'
import * as lite from 'drizzle-orm/sqlite-core'
import { drizzle as liteProxy } from 'drizzle-orm/sqlite-proxy'
import { check } from '../cases/check.mjs'

const users = lite.sqliteTable('users', {
  id: lite.integer('id').primaryKey({ autoIncrement: true }),
  name: lite.text('name').notNull(),
  data: lite.text('data', { mode: 'json' }).$type(),
  seen: lite.integer('seen', { mode: 'timestamp_ms' }),
  on: lite.integer('on', { mode: 'boolean' }).default(true),
  raw: lite.blob('raw', { mode: 'buffer' }),
})
const posts = lite.sqliteTable('posts', {
  id: lite.integer('id').primaryKey(),
  by: lite.integer('by').references(() => users.id),
  title: lite.text('title'),
})
const userPosts = relations(users, ({ many }) => ({ posts: many(posts) }))
const postUser = relations(posts, ({ one }) => ({
  user: one(users, { fields: [posts.by], references: [users.id] }),
}))

const asked = []
/** A database at the other end of `fetch`, which gives back what it was sent, and rows as told. */
const over = (rows) => async (text, params, method) => {
  const body = JSON.stringify({ text, params, method })
  const answer = await fetch(`${process.env.OCHE_HTTP}/form`, { method: 'POST', body })
  asked.push(JSON.parse((await answer.json()).body))
  return { rows }
}
const told = async (query) => {
  asked.length = 0
  const rows = await query
  return [rows, [...asked]]
}

const row = [1, 'Änn', '{"a":[1]}', 1_700_000_000_000, 1, null]
const db = liteProxy(over([row]), { schema: { users, posts, userPosts, postUser } })
await check('sqlite select', () =>
  told(
    db
      .select()
      .from(users)
      .where(and(eq(users.name, 'Änn'), gt(users.id, 0)))
      .orderBy(desc(users.seen))
      .limit(3),
  ),
)
await check('sqlite insert', () =>
  told(
    db
      .insert(users)
      .values([{ name: 'b', data: { x: 1 }, seen: new Date(0), on: false }, { name: "o'x" }])
      .returning(),
  ),
)
await check('sqlite update', () =>
  told(
    db
      .update(users)
      .set({ name: sql`upper(${users.name})` })
      .where(inArray(users.id, [1, 2])),
  ),
)
await check('sqlite delete', () =>
  told(db.delete(users).where(or(like(users.name, 'a%'), eq(users.on, true)))),
)
await check('sqlite upsert', () =>
  told(
    db
      .insert(users)
      .values({ id: 1, name: 'c' })
      .onConflictDoUpdate({ target: users.id, set: { name: 'd' } }),
  ),
)
await check('sqlite join', () =>
  told(
    liteProxy(over([['t', 'n']]))
      .select({ title: posts.title, name: users.name })
      .from(posts)
      .leftJoin(users, eq(posts.by, users.id)),
  ),
)
await check('sqlite count', () =>
  told(
    liteProxy(over([['n', 5]]))
      .select({ name: users.name, n: count() })
      .from(users)
      .groupBy(users.name),
  ),
)
await check('sqlite related', () =>
  told(
    liteProxy(over([[1, 'n', '[[1,"t"]]']]), {
      schema: { users, posts, userPosts, postUser },
    }).query.users.findMany({
      columns: { id: true, name: true },
      with: { posts: { columns: { id: true, title: true }, orderBy: asc(posts.id) } },
    }),
  ),
)
await check('sqlite with', () => {
  const some = db.$with('some').as(db.select().from(users).where(eq(users.id, 3)))
  return db.with(some).select().from(some).toSQL()
})
await check('sqlite prepared', () =>
  told(
    db
      .select()
      .from(users)
      .where(eq(users.id, sql.placeholder('id')))
      .prepare()
      .all({ id: 4 }),
  ),
)
await check('sqlite fails', () =>
  liteProxy(async () => {
    throw new Error('gone')
  })
    .select()
    .from(users),
)
await check('sqlite fails with', () =>
  liteProxy(async () => {
    throw new Error('gone')
  })
    .select()
    .from(users)
    .catch((error) => [error.message, error.cause.message]),
)

const mood = pg.pgEnum('mood', ['sad', 'ok'])
const items = pg.pgTable('items', {
  id: pg.uuid('id').defaultRandom().primaryKey(),
  name: pg.varchar('name', { length: 20 }).notNull(),
  price: pg.numeric('price', { precision: 10, scale: 2 }),
  big: pg.bigint('big', { mode: 'bigint' }),
  at: pg.timestamp('at', { withTimezone: true }).defaultNow(),
  day: pg.date('day'),
  tags: pg.text('tags').array(),
  data: pg.jsonb('data'),
  mood: mood('mood'),
})
const store = pgProxy(
  over([
    [
      '6f9619ff-8b86-4011-b42d-00c04fc964ff',
      'n',
      '1.50',
      '12345678901234567890',
      '2026-01-01 00:00:00+00',
      '2026-01-01',
      '{a,"b c"}',
      { a: 1 },
      'ok',
    ],
  ]),
  { schema: { items } },
)
await check('pg select', () => told(store.select().from(items).where(eq(items.name, 'n'))))
await check('pg insert', () =>
  told(
    store
      .insert(items)
      .values({
        name: 'x',
        price: '1.5',
        at: new Date(0),
        tags: ['a', 'b c'],
        data: [1, { x: null }],
        mood: 'sad',
      })
      .returning(),
  ),
)
await check('pg query', () =>
  told(store.query.items.findFirst({ where: (item, { eq: is }) => is(item.mood, 'ok') })),
)
await check('pg text', () =>
  store
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(items)
    .toSQL(),
)
