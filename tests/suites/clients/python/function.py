"""The function of the clients suite on awslambdaric; what it does stands in ../README.md."""

import os
import time


def handle(event, context):
    wanted = event.get("do")
    if wanted == "error":
        raise RuntimeError("told to fail")
    if wanted == "panic":
        raise SystemExit("told to panic")
    if wanted == "exit":
        os._exit(3)
    if wanted == "context":
        return {
            "requestId": context.aws_request_id,
            "arn": context.invoked_function_arn,
            "deadlineMs": time.time() * 1000 + context.get_remaining_time_in_millis(),
        }
    return event
