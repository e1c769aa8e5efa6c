//! Who is trusted, and what a connection presents.
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore,
    SignatureScheme,
};
use std::sync::{Arc, OnceLock};

/// What `tls.connect` and an `https.Agent` may say. Certificates are PEM.
#[derive(Default)]
pub struct Options {
    /// Whom the certificate has to be for.
    pub server_name: String,
    /// Instead of the public authorities.
    pub ca: Option<String>,
    pub cert: Option<String>,
    pub key: Option<String>,
    /// False trusts anyone, which is for tests.
    pub verify: bool,
    pub protocols: Vec<String>,
}

/// Files of authorities besides the public ones: Node.js's, the AWS clients' and OpenSSL's names.
pub const VARIABLES: [&str; 3] = ["NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE", "SSL_CERT_FILE"];

pub fn connection(options: &Options) -> Result<ClientConnection, String> {
    let name = ServerName::try_from(options.server_name.clone()).map_err(text)?;
    let mut tls = ClientConnection::new(config(options)?, name).map_err(text)?;
    // Whoever writes is told to wait by the socket below.
    tls.set_buffer_limit(None);
    Ok(tls)
}

/// Reading the public authorities takes time and memory: most connections share one configuration.
fn config(options: &Options) -> Result<Arc<ClientConfig>, String> {
    static USUAL: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    let is_usual = options.verify
        && options.ca.is_none()
        && options.cert.is_none()
        && options.protocols == ["http/1.1"];
    if !is_usual {
        return make(options);
    }
    match USUAL.get() {
        Some(config) => Ok(config.clone()),
        None => Ok(USUAL.get_or_init(|| make(options).expect("the public authorities")).clone()),
    }
}

fn make(options: &Options) -> Result<Arc<ClientConfig>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(text)?;
    let (roots, given) = roots(options.ca.as_deref())?;
    let usual = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
    let usual = usual.build().map_err(text)?;
    let verifier = Arc::new(Verifier { usual, given, anyone: !options.verify });
    let trusting = builder.dangerous().with_custom_certificate_verifier(verifier);
    let mut config = match (&options.cert, &options.key) {
        (Some(cert), Some(key)) => {
            let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(text)?;
            trusting.with_client_auth_cert(certificates(cert)?, key).map_err(text)?
        }
        _ => trusting.with_no_client_auth(),
    };
    config.alpn_protocols = options.protocols.iter().map(|name| name.clone().into()).collect();
    Ok(Arc::new(config))
}

/// Whom to trust, and which of them were named by the user.
fn roots(ca: Option<&str>) -> Result<(RootCertStore, Vec<CertificateDer<'static>>), String> {
    let mut roots = RootCertStore::empty();
    let given = match ca {
        Some(pem) => certificates(pem)?,
        None => {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            let files = VARIABLES.iter().filter_map(std::env::var_os);
            let texts = files.filter_map(|file| std::fs::read(file).ok());
            // As OpenSSL does: what is not a certificate is passed over.
            let all =
                |pem: Vec<u8>| CertificateDer::pem_slice_iter(&pem).flatten().collect::<Vec<_>>();
            texts.flat_map(all).collect()
        }
    };
    roots.add_parsable_certificates(given.iter().cloned());
    if roots.is_empty() {
        return Err("no authority among the certificates".into());
    }
    Ok((roots, given))
}

fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().map_err(text)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[derive(Debug)]
struct Verifier {
    usual: Arc<WebPkiServerVerifier>,
    given: Vec<CertificateDer<'static>>,
    /// `rejectUnauthorized: false`: any certificate, whose signatures still have to be right.
    anyone: bool,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        stapled: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if self.anyone {
            return Ok(ServerCertVerified::assertion());
        }
        match self.usual.verify_server_cert(certificate, between, name, stapled, now) {
            // A server may show the very certificate that was named, signed by itself; whether it is
            // still valid has been looked at by then.
            Err(error) if is_own_authority(&error) && self.given.contains(certificate) => {
                let parsed = ParsedCertificate::try_from(certificate)?;
                verify_server_name(&parsed, name).map(|()| ServerCertVerified::assertion())
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}

fn is_own_authority(error: &rustls::Error) -> bool {
    matches!(error, rustls::Error::InvalidCertificate(CertificateError::Other(_)))
        && error.to_string().contains("CaUsedAsEndEntity")
}
