import { URLPattern } from 'urlpattern-polyfill'

export { URLPattern }
