export const handler = async (event: { name?: string; fail?: boolean }) => {
  if (event.fail) throw new TypeError('no such thing')
  console.log('hello', event)
  return { greeting: `Hello, ${event.name ?? 'you'}!` }
}
