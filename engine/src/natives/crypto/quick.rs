//! What ring signs and verifies itself, several times as fast as the crates that do the rest, and in
//! constant time. None, or false, also where the key is one that ring leaves to the others.
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use ring::signature::{self as by, EcdsaKeyPair, RsaEncoding, RsaParameters};

pub fn sign_rsa(numbers: &[&[u8]], hash: &str, pss: bool, data: &[u8]) -> Option<Vec<u8>> {
    let encoding: &dyn RsaEncoding = match (hash, pss) {
        ("sha256", false) => &by::RSA_PKCS1_SHA256,
        ("sha384", false) => &by::RSA_PKCS1_SHA384,
        ("sha512", false) => &by::RSA_PKCS1_SHA512,
        ("sha256", true) => &by::RSA_PSS_SHA256,
        ("sha384", true) => &by::RSA_PSS_SHA384,
        ("sha512", true) => &by::RSA_PSS_SHA512,
        _ => return None,
    };
    let &[n, e, d, p, q, dp, dq, qi] = numbers else {
        return None;
    };
    let public_key = PublicKeyComponents { n, e };
    let components = KeyPairComponents {
        public_key,
        d,
        p,
        q,
        dP: dp,
        dQ: dq,
        qInv: qi,
    };
    let key = KeyPair::from_components(&components).ok()?;
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(encoding, &SystemRandom::new(), data, &mut signature)
        .ok()?;
    Some(signature)
}

pub fn verify_rsa(
    n: &[u8],
    e: &[u8],
    hash: &str,
    pss: bool,
    data: &[u8],
    signature: &[u8],
) -> bool {
    let parameters: &RsaParameters = match (hash, pss) {
        ("sha256", false) => &by::RSA_PKCS1_2048_8192_SHA256,
        ("sha384", false) => &by::RSA_PKCS1_2048_8192_SHA384,
        ("sha512", false) => &by::RSA_PKCS1_2048_8192_SHA512,
        ("sha256", true) => &by::RSA_PSS_2048_8192_SHA256,
        ("sha384", true) => &by::RSA_PSS_2048_8192_SHA384,
        ("sha512", true) => &by::RSA_PSS_2048_8192_SHA512,
        _ => return false,
    };
    PublicKeyComponents { n, e }
        .verify(parameters, data, signature)
        .is_ok()
}

pub fn sign_curve(
    curve: &str,
    number: &[u8],
    point: &[u8],
    hash: &str,
    data: &[u8],
) -> Option<Vec<u8>> {
    let algorithm = match (curve, hash) {
        ("P-256", "sha256") => &by::ECDSA_P256_SHA256_FIXED_SIGNING,
        ("P-384", "sha384") => &by::ECDSA_P384_SHA384_FIXED_SIGNING,
        _ => return None,
    };
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::from_private_key_and_public_key(algorithm, number, point, &random);
    Some(key.ok()?.sign(&random, data).ok()?.as_ref().to_vec())
}

pub fn verify_curve(curve: &str, point: &[u8], hash: &str, data: &[u8], signature: &[u8]) -> bool {
    let algorithm = match (curve, hash) {
        ("P-256", "sha256") => &by::ECDSA_P256_SHA256_FIXED,
        ("P-384", "sha384") => &by::ECDSA_P384_SHA384_FIXED,
        _ => return false,
    };
    by::UnparsedPublicKey::new(algorithm, point)
        .verify(data, signature)
        .is_ok()
}
