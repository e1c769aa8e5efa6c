// Gets each URL and prints what it answers, a line each.
for (const url of process.argv.slice(2)) console.log(await (await fetch(url)).text())
