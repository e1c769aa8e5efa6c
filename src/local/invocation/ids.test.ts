import { describe, expect, it } from 'vitest'
import { newGatewayId, newTraceId, newUuid, randomHex, stableId } from './ids.ts'

describe('ids', () => {
  it('look like those of AWS', () => {
    expect(newTraceId()).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    expect(newGatewayId()).toMatch(/^[A-Za-z0-9]{15}=$/)
    expect(stableId('text', 10)).toMatch(/^[a-z0-9]{10}$/)
    expect(stableId('', 32)).toHaveLength(32)
  })

  it('are random UUIDs of version 4, a thousand of them too', () => {
    const all = Array.from({ length: 1000 }, newUuid)
    for (const one of all) {
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
    expect(new Set(all).size).toBe(1000)
    for (const place of [0, 9, 15, 20, 35]) {
      expect(new Set(all.map((one) => one[place])).size).toBe(16)
    }
  })

  it('that are random differ, those of a text do not', () => {
    expect(new Set(Array.from({ length: 100 }, () => randomHex(30))).size).toBe(100)
    expect(stableId('a', 10)).toBe(stableId('a', 10))
    expect(stableId('a', 10)).not.toBe(stableId('b', 10))
  })
})
