//! The function of the clients suite on `lambda_runtime`; what it does stands in ../../README.md.

use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (payload, context) = event.into_parts();
    match payload["do"].as_str() {
        Some("error") => Err("told to fail".into()),
        Some("panic") => panic!("told to panic"),
        Some("exit") => std::process::exit(3),
        Some("context") => Ok(json!({
            "requestId": context.request_id,
            "arn": context.invoked_function_arn,
            "deadlineMs": context.deadline,
        })),
        _ => Ok(payload),
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}
