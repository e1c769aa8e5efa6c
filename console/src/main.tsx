import { render } from 'preact'
import { App } from './app.tsx'
import { takeToken } from './client.ts'
import { connection, follow, followAddress } from './state.ts'
import { followTheme } from './theme.ts'
import './style.css'

followTheme()
const hasToken = await takeToken()
followAddress()
if (hasToken) void follow()
else connection.value = 'refused'
render(<App />, document.getElementById('app')!)
