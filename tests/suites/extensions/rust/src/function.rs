//! Returns its event, and says a word when it is to end.

use lambda_runtime::{run, service_fn, spawn_graceful_shutdown_handler, Error, LambdaEvent};
use serde_json::Value;

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    println!("at work");
    Ok(event.payload)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    spawn_graceful_shutdown_handler(|| async move { println!("asked to end") }).await;
    run(service_fn(handle)).await
}
