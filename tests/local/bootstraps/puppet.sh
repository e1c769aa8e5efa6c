#!/bin/sh
# Does nothing by itself: a test speaks to the Runtime API in its place.
echo "api $AWS_LAMBDA_RUNTIME_API $$"
exec sleep 600
