//! Who is trusted, and what a connection presents.
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme};
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
const VARIABLES: [&str; 3] = ["NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE", "SSL_CERT_FILE"];

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
    let roots = Arc::new(roots(options.ca.as_deref())?);
    let verifier = WebPkiServerVerifier::builder_with_provider(roots.clone(), provider).build();
    let trusting = match (options.verify, verifier) {
        (true, _) => builder.with_root_certificates(roots),
        (false, Ok(signatures)) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anyone { signatures })),
        (false, Err(error)) => return Err(text(error)),
    };
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

fn roots(ca: Option<&str>) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    match ca {
        Some(pem) => {
            for one in certificates(pem)? {
                roots.add(one).map_err(text)?;
            }
        }
        None => {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            let files = VARIABLES.iter().filter_map(std::env::var_os);
            for pem in files.filter_map(|file| std::fs::read(file).ok()) {
                // As OpenSSL does: what is not a certificate is passed over.
                roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).flatten());
            }
        }
    }
    Ok(roots)
}

fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().map_err(text)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// `rejectUnauthorized: false`: any certificate, whose signatures still have to be right.
#[derive(Debug)]
struct Anyone {
    signatures: Arc<WebPkiServerVerifier>,
}

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.signatures.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.signatures.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.signatures.supported_verify_schemes()
    }
}
