import { execFileSync } from 'node:child_process'
import { expect } from 'vitest'
import type { Recipe } from './recipe.ts'

const answers =
  (expected: unknown): Recipe['check'] =>
  async (fn) =>
    expect(await fn.invoke({})).toEqual(expected)

/** Packages with a native addon, with files of their own, or with code that is generated first. */
export const outside: Recipe[] = [
  {
    name: 'sharp',
    packages: { sharp: '^0.35' },
    config: { external: ['sharp'] },
    source: `
import sharp from 'sharp'
const red = { create: { width: 8, height: 4, channels: 3, background: 'red' } } as const
export const handler = async () => {
  const png = await sharp(red).resize(2).png().toBuffer()
  const { format, width, height } = await sharp(png).metadata()
  return [format, width, height]
}
`,
    check: answers(['png', 2, 1]),
  },
  {
    name: 'argon2',
    packages: { argon2: '^0.44' },
    config: { external: ['argon2'] },
    source: `
import argon2 from 'argon2'
export const handler = async () => {
  const hash = await argon2.hash('secret', { memoryCost: 1024 })
  return [await argon2.verify(hash, 'secret'), await argon2.verify(hash, 'other')]
}
`,
    check: answers([true, false]),
  },
  {
    name: '@node-rs/argon2',
    packages: { '@node-rs/argon2': '^2' },
    config: { external: ['@node-rs/argon2'] },
    source: `
import { hash, verify } from '@node-rs/argon2'
export const handler = async () => {
  const made = await hash('secret', { memoryCost: 1024 })
  return [await verify(made, 'secret'), await verify(made, 'other')]
}
`,
    check: answers([true, false]),
  },
  {
    name: 'Prisma with pg',
    packages: { prisma: '^7', '@prisma/client': '^7', '@prisma/adapter-pg': '^7' },
    source: `
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './prisma/client'
const adapter = new PrismaPg({ connectionString: 'postgres://nobody@127.0.0.1:1/none' })
const prisma = new PrismaClient({ adapter })
export const handler = async () =>
  prisma.user.findMany().then(() => 'answered', (error) => error.code)
`,
    files: {
      'schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "./src/prisma"
}

datasource db {
  provider = "postgresql"
}

model User {
  id   Int    @id
  name String
}
`,
    },
    prepare(folder) {
      const args = ['exec', '--', 'prisma', 'generate', '--schema', 'schema.prisma']
      // Generating asks for no engine; only that there is one.
      const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
      execFileSync('npm', args, { cwd: folder, stdio: 'ignore', env })
    },
    check: answers('P1001'),
  },
  {
    name: 'typeorm with pg',
    packages: { typeorm: '^0.3', pg: '^8', 'reflect-metadata': '^0.2' },
    source: `
import pg from 'pg'
import { DataSource, EntitySchema } from 'typeorm'
const Item = new EntitySchema<{ id: number }>({
  name: 'item',
  columns: { id: { type: Number, primary: true } },
})
const data = new DataSource({
  type: 'postgres',
  driver: pg,
  url: 'postgres://nobody@127.0.0.1:1/none',
  entities: [Item],
})
export const handler = async () => data.initialize().then(() => 'connected', (error) => error.code)
`,
    check: answers('ECONNREFUSED'),
  },
  {
    name: 'Powertools idempotency',
    packages: {
      '@aws-lambda-powertools/idempotency': '^2',
      '@aws-sdk/client-dynamodb': '^3',
      '@aws-sdk/lib-dynamodb': '^3',
    },
    source: `
import { IdempotencyItemAlreadyExistsError, makeIdempotent } from '@aws-lambda-powertools/idempotency'
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence'
class InMemory extends BasePersistenceLayer {
  #items = new Map<string, IdempotencyRecord>()
  protected async _getRecord(key: string) { return this.#items.get(key)! }
  protected async _deleteRecord({ idempotencyKey }: IdempotencyRecord) { this.#items.delete(idempotencyKey) }
  protected async _updateRecord(record: IdempotencyRecord) { this.#items.set(record.idempotencyKey, record) }
  protected async _putRecord(record: IdempotencyRecord) {
    const existing = this.#items.get(record.idempotencyKey)
    if (existing) throw new IdempotencyItemAlreadyExistsError('there', existing)
    this.#items.set(record.idempotencyKey, record)
  }
}
let calls = 0
export const handler = makeIdempotent(async (_event: unknown) => ({ calls: ++calls }), {
  persistenceStore: new InMemory(),
})
`,
    environment: { POWERTOOLS_SERVICE_NAME: 'recipes' },
    async check(fn) {
      for (let n = 0; n < 2; n++) expect(await fn.invoke({ id: 1 })).toEqual({ calls: 1 })
      expect(await fn.invoke({ id: 2 })).toEqual({ calls: 2 })
    },
  },
]
