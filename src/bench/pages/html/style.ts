/** Of the page: it follows the reader's system from light to dark, and asks for nothing from elsewhere. */
export const style = `
:root {
  color-scheme: light dark;
  --back: #fbfaf7; --card: #fff; --text: #1d1f24; --soft: #5c6370; --rule: #e3e1da; --note: #fff4d6; --note-rule: #d9a400;
  --c0: #0a6cb8; --c1: #b8480a; --c2: #0d7a55; --c3: #a0327a; --c4: #6b5b00; --c5: #5a4fcf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #15171c; --card: #1d2027; --text: #eceef2; --soft: #a3abb8; --rule: #323742; --note: #3a2f10; --note-rule: #d9a400;
    --c0: #63b3f4; --c1: #f59a5b; --c2: #4fd0a0; --c3: #ee8fc9; --c4: #dcc74a; --c5: #aea6ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .35rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .35rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
h3 { font-size: 1.02rem; margin: 0 0 .75rem; }
p { margin: .35rem 0; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 1.1rem 1.25rem 1.2rem; margin: 1rem 0; }
.note { background: var(--note); border-left: 4px solid var(--note-rule); border-radius: 6px; padding: .7rem 1rem; margin: 1rem 0; }
.findings { list-style: none; margin: 0; padding: 0; }
.findings li { padding: .75rem 0; border-top: 1px solid var(--rule); }
.findings li:first-child { border-top: 0; padding-top: 0; }
.findings li:last-child { padding-bottom: 0; }
.findings small { display: block; color: var(--soft); margin-top: .15rem; font-size: .85rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { text-align: right; padding: .4rem .6rem; border-top: 1px solid var(--rule); vertical-align: baseline; white-space: nowrap; }
th:first-child { text-align: left; padding-left: 0; font-weight: 500; white-space: normal; min-width: 11rem; }
td:last-child, thead th:last-child { padding-right: 0; }
thead th { border-top: 0; }
td small { display: block; color: var(--soft); font-size: .8rem; }
tr.worse td:last-child { color: var(--c1); font-weight: 650; } tr.better td:last-child { color: var(--c2); font-weight: 650; }
tr.least td.best { font-weight: 650; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font: 12.5px system-ui, sans-serif; fill: var(--text); }
svg text.tick { fill: var(--soft); font-size: 11px; }
svg text.name { font-weight: 600; }
svg text.value { font-variant-numeric: tabular-nums; font-weight: 600; fill: var(--own); }
.grid { stroke: var(--rule); fill: none; }
.share { stroke: var(--soft); stroke-dasharray: 2 4; fill: none; }
.cloud { fill: var(--own); fill-opacity: .28; stroke: var(--own); stroke-width: 1; }
.dot { fill: var(--own); fill-opacity: .6; }
.dot.plain { --own: var(--c0); }
.interval { stroke: var(--own); stroke-width: 5; stroke-linecap: round; stroke-opacity: .55; }
.median { stroke: var(--text); stroke-width: 2; }
.bar { fill: var(--own); fill-opacity: .75; }
.line { stroke: var(--own); stroke-width: 2; fill: none; stroke-linejoin: round; }
.d1 { stroke-dasharray: 7 3; } .d2 { stroke-dasharray: 2 3; } .d3 { stroke-dasharray: 9 3 2 3; }
.c0 { --own: var(--c0); } .c1 { --own: var(--c1); } .c2 { --own: var(--c2); }
.c3 { --own: var(--c3); } .c4 { --own: var(--c4); } .c5 { --own: var(--c5); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .6rem 0 0; padding: 0; font-size: .9rem; }
.legend li { display: flex; align-items: center; gap: .5rem; }
.legend .key { width: 28px; flex: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; font-size: .95rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } .card { padding: .9rem; } }
@media print { body { background: #fff; } .card { break-inside: avoid; } }
`
