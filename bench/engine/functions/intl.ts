const price = new Intl.NumberFormat('de-CH', { style: 'currency', currency: 'CHF' })
const date = new Intl.DateTimeFormat('ja-JP', {
  dateStyle: 'full',
  timeStyle: 'long',
  timeZone: 'Asia/Tokyo',
})
const order = new Intl.Collator('sv', { numeric: true })

export const handler = async () => ({
  price: price.format(1234567.891),
  date: date.format(0),
  names: ['ö', 'z', 'a10', 'a9'].toSorted(order.compare),
  category: new Intl.PluralRules('ar').select(5),
  upper: 'istanbul'.toLocaleUpperCase('tr'),
})
