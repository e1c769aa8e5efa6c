import { gate } from './gate.ts'
import { items } from './items.ts'
import { nightly } from './nightly.ts'
import { orders } from './orders.ts'
import { receipts } from './receipts.ts'
import { shipping } from './shipping.ts'
import { stock } from './stock.ts'

/** One executable serves them all: `handler:` in oche.yaml picks one. */
export const handlers = { gate, items, nightly, orders, receipts, shipping, stock }
