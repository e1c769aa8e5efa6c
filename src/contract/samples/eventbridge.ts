/** EventBridge: an event of an application matched a rule. */
export const eventbridge = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'Order placed',
  source: 'shop',
  account: '123456789012',
  time: '2026-07-10T19:19:04Z',
  region: 'us-east-1',
  resources: [],
  detail: { orderId: 42 },
}
