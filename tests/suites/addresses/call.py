"""Gets each URL and prints what it answers, a line each."""

import sys
from urllib.request import urlopen

for url in sys.argv[1:]:
    print(urlopen(url).read().decode())
