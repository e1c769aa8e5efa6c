//! What went wrong with a connection, by the names that Node.js has for it.
use std::io::{Error, ErrorKind};

pub struct Failure {
    pub code: &'static str,
    pub message: String,
}

impl Failure {
    pub fn tls(error: impl std::fmt::Display) -> Self {
        let message = error.to_string();
        Failure { code: tls_code(&message), message }
    }

    pub fn name(error: &Error) -> Self {
        Failure { code: "ENOTFOUND", message: error.to_string() }
    }

    /// The other side has closed the connection.
    pub fn ended() -> Self {
        Failure { code: "ECONNRESET", message: "the other side closed the connection".into() }
    }

    pub fn http(message: &str) -> Self {
        Failure { code: "HPE_INVALID_CONSTANT", message: message.into() }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure { code: code_of(error.kind()), message: error.to_string() }
    }
}

fn code_of(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ConnectionRefused => "ECONNREFUSED",
        ErrorKind::ConnectionReset => "ECONNRESET",
        ErrorKind::ConnectionAborted => "ECONNABORTED",
        ErrorKind::TimedOut => "ETIMEDOUT",
        ErrorKind::HostUnreachable => "EHOSTUNREACH",
        ErrorKind::NetworkUnreachable => "ENETUNREACH",
        ErrorKind::BrokenPipe => "EPIPE",
        ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
        ErrorKind::PermissionDenied => "EACCES",
        _ => "EIO",
    }
}

/// rustls tells why in words only; Node.js's clients look at codes.
fn tls_code(message: &str) -> &'static str {
    let codes = [
        ("Expired", "CERT_HAS_EXPIRED"),
        ("NotValidYet", "CERT_NOT_YET_VALID"),
        ("NotValidForName", "ERR_TLS_CERT_ALTNAME_INVALID"),
        ("not valid for name", "ERR_TLS_CERT_ALTNAME_INVALID"),
        ("UnknownIssuer", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
        ("CaUsedAsEndEntity", "DEPTH_ZERO_SELF_SIGNED_CERT"),
        ("BadSignature", "CERT_SIGNATURE_FAILURE"),
        ("Revoked", "CERT_REVOKED"),
    ];
    let expired = message.contains("certificate expired");
    codes
        .iter()
        .find(|(word, _)| message.contains(word) || (expired && *word == "Expired"))
        .map_or("EPROTO", |(_, code)| code)
}
