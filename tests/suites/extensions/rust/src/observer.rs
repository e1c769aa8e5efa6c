//! An external extension on AWS's own client: prints the events and the telemetry that it gets.

use lambda_extension::{
    service_fn, Error, Extension, LambdaEvent, LambdaTelemetry, LambdaTelemetryRecord, NextEvent,
    SharedService,
};

async fn event(event: LambdaEvent) -> Result<(), Error> {
    match event.next {
        NextEvent::Invoke(invoke) => println!("INVOKE {}", invoke.request_id),
        NextEvent::Shutdown(shutdown) => println!("SHUTDOWN {}", shutdown.shutdown_reason),
    }
    Ok(())
}

async fn telemetry(records: Vec<LambdaTelemetry>) -> Result<(), Error> {
    for LambdaTelemetry { record, .. } in records {
        match record {
            LambdaTelemetryRecord::Function(line) => println!("function {}", line.trim_end()),
            LambdaTelemetryRecord::PlatformStart { request_id, .. } => {
                println!("start {request_id}")
            }
            LambdaTelemetryRecord::PlatformRuntimeDone { request_id, .. } => {
                println!("runtimeDone {request_id}")
            }
            LambdaTelemetryRecord::PlatformReport { request_id, .. } => {
                println!("report {request_id}")
            }
            LambdaTelemetryRecord::PlatformInitStart { .. } => println!("initStart"),
            LambdaTelemetryRecord::PlatformInitRuntimeDone { .. } => println!("initRuntimeDone"),
            LambdaTelemetryRecord::PlatformInitReport { .. } => println!("initReport"),
            _ => {}
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    Extension::new()
        .with_events(&["INVOKE", "SHUTDOWN"])
        .with_events_processor(service_fn(event))
        .with_telemetry_types(&["platform", "function"])
        .with_telemetry_processor(SharedService::new(service_fn(telemetry)))
        .with_telemetry_port_number(port())
        .run()
        .await
}

fn port() -> u16 {
    std::env::var("OBSERVER_PORT")
        .ok()
        .and_then(|port| port.parse().ok())
        .expect("OBSERVER_PORT")
}
