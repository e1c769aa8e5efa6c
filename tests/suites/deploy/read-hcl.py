"""Parses a Terraform file and prints the types of its resources as JSON."""
import json
import sys

import hcl2

with open(sys.argv[1]) as file:
    resources = hcl2.load(file)["resource"]

print(json.dumps([next(iter(one)).strip('"') for one in resources]))
