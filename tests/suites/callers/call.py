"""Makes one call with boto3: {url, stream, call} on standard input, results as lines of JSON."""

import base64
import json
import sys

import boto3
from botocore.config import Config

told = json.load(sys.stdin)
call = told["call"]
client = boto3.client(
    "lambda",
    endpoint_url=told["url"],
    config=Config(retries={"max_attempts": 1}),
)
arguments = {"FunctionName": call["functionName"], "Payload": call["payload"].encode()}
for name in ("invocationType", "logType", "qualifier"):
    if name in call:
        arguments[name[0].upper() + name[1:]] = call[name]
if "clientContext" in call:
    arguments["ClientContext"] = base64.b64encode(call["clientContext"].encode()).decode()


def tell(result):
    print(json.dumps(result), flush=True)


if told["stream"]:
    for event in client.invoke_with_response_stream(**arguments)["EventStream"]:
        if "PayloadChunk" in event:
            tell({"chunk": event["PayloadChunk"]["Payload"].decode()})
        else:
            code = event["InvokeComplete"].get("ErrorCode")
            tell({"complete": {"errorCode": code} if code else {}})
else:
    answer = client.invoke(**arguments)
    result = {"status": answer["StatusCode"], "payload": answer["Payload"].read().decode()}
    if "FunctionError" in answer:
        result["functionError"] = answer["FunctionError"]
    if "ExecutedVersion" in answer:
        result["executedVersion"] = answer["ExecutedVersion"]
    if "LogResult" in answer:
        result["logs"] = base64.b64decode(answer["LogResult"]).decode()
    tell(result)
