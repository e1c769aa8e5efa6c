//! Answers an HTTP request with its body.

use lambda_http::{run, service_fn, Body, Error, Request, Response};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(|request: Request| async move {
        Ok::<Response<Body>, Error>(Response::new(request.into_body()))
    }))
    .await
}
