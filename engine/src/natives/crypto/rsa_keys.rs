//! RSA. Keys are their numbers in the order of RFC 8017: n, e and, where private, d, p, q, dp, dq, qi.
use super::hash::{Hash, digest};
use super::quick;
use crate::values::{Bytes, new_bytes, throw_code, view};
use rand_core::OsRng;
use rquickjs::{Ctx, Function, Object, Result};
use rsa::pkcs1v15::Pkcs1v15Encrypt;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{BigUint, Oaep, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

type Numbers<'js> = Vec<Bytes<'js>>;

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let give =
        |ctx: &Ctx<'js>, out: Option<Vec<u8>>| out.map(|out| new_bytes(ctx, &out)).transpose();
    part.set("rsaGenerate", Function::new(ctx.clone(), generate)?)?;
    let sign =
        move |ctx: Ctx<'js>,
              key: Numbers<'js>,
              hash: String,
              salt: Option<usize>,
              data: Bytes<'js>| { give(&ctx, sign(&key, &hash, salt, view(&data))) };
    part.set("rsaSign", Function::new(ctx.clone(), sign)?)?;
    let verify = |key: Numbers<'js>,
                  hash: String,
                  salt: Option<i32>,
                  data: Bytes<'js>,
                  signature: Bytes<'js>| {
        verify(&key, &hash, salt, view(&data), view(&signature)).is_some()
    };
    part.set("rsaVerify", Function::new(ctx.clone(), verify)?)?;
    let encrypt =
        move |ctx: Ctx<'js>, key: Numbers<'js>, hash: String, label: String, data: Bytes<'js>| {
            give(&ctx, encrypt(&key, &hash, label, view(&data)))
        };
    part.set("rsaEncrypt", Function::new(ctx.clone(), encrypt)?)?;
    let decrypt =
        move |ctx: Ctx<'js>, key: Numbers<'js>, hash: String, label: String, data: Bytes<'js>| {
            give(&ctx, decrypt(&key, &hash, label, view(&data)))
        };
    part.set("rsaDecrypt", Function::new(ctx.clone(), decrypt)?)
}

fn generate<'js>(ctx: Ctx<'js>, bits: usize, exponent: Bytes<'js>) -> Result<Numbers<'js>> {
    let exponent = BigUint::from_bytes_be(view(&exponent));
    let key = RsaPrivateKey::new_with_exp(&mut OsRng, bits, &exponent)
        .map_err(|error| throw_code(&ctx, "ERR_OPERATION_FAILED", &error.to_string()))?;
    let (p, q) = (&key.primes()[0], &key.primes()[1]);
    let one = BigUint::from(1u8);
    let inverse = key.crt_coefficient().unwrap_or_default();
    let numbers = [
        key.n(),
        key.e(),
        key.d(),
        p,
        q,
        &(key.d() % (p - &one)),
        &(key.d() % (q - &one)),
        &inverse,
    ];
    numbers
        .iter()
        .map(|number| new_bytes(&ctx, &number.to_bytes_be()))
        .collect()
}

fn number(bytes: &Bytes<'_>) -> BigUint {
    BigUint::from_bytes_be(view(bytes))
}

fn public(key: &Numbers<'_>) -> Option<RsaPublicKey> {
    RsaPublicKey::new_with_max_size(number(key.first()?), number(key.get(1)?), 16_384).ok()
}

fn private(key: &Numbers<'_>) -> Option<RsaPrivateKey> {
    let [n, e, d, p, q, ..] = key.as_slice() else {
        return None;
    };
    RsaPrivateKey::from_components(number(n), number(e), number(d), vec![number(p), number(q)]).ok()
}

/// What stands before the digest in a signature of PKCS #1 v1.5: the hash's name in DER.
fn pkcs1(hash: &str, length: usize) -> Option<Pkcs1v15Sign> {
    let name: &[u8] = match hash {
        "md5" => &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x05],
        "sha1" => &[0x2B, 0x0E, 0x03, 0x02, 0x1A],
        "sha256" => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
        "sha384" => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
        "sha512" => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
        _ => return None,
    };
    let named = name.len() as u8;
    let mut prefix = vec![0x30, named + 8 + length as u8, 0x30, named + 4, 0x06, named];
    prefix.extend_from_slice(name);
    prefix.extend_from_slice(&[0x05, 0x00, 0x04, length as u8]);
    Some(Pkcs1v15Sign {
        hash_len: Some(length),
        prefix: prefix.into(),
    })
}

fn pss(hash: &str, salt: usize) -> Option<Pss> {
    Some(match hash {
        "sha1" => Pss::new_with_salt::<Sha1>(salt),
        "sha256" => Pss::new_with_salt::<Sha256>(salt),
        "sha384" => Pss::new_with_salt::<Sha384>(salt),
        "sha512" => Pss::new_with_salt::<Sha512>(salt),
        _ => return None,
    })
}

fn oaep(hash: &str, label: String) -> Option<Oaep> {
    Some(match hash {
        "sha1" => Oaep::new_with_label::<Sha1, _>(label),
        "sha256" => Oaep::new_with_label::<Sha256, _>(label),
        "sha384" => Oaep::new_with_label::<Sha384, _>(label),
        "sha512" => Oaep::new_with_label::<Sha512, _>(label),
        _ => return None,
    })
}

/// @param salt its length in bytes makes it PSS
fn sign(key: &Numbers<'_>, hash: &str, salt: Option<usize>, data: &[u8]) -> Option<Vec<u8>> {
    let digest = digest(hash, data)?;
    if salt.is_none_or(|salt| salt == digest.len()) {
        let numbers: Vec<&[u8]> = key.iter().map(view).collect();
        if let Some(signature) = quick::sign_rsa(&numbers, hash, salt.is_some(), data) {
            return Some(signature);
        }
    }
    let key = private(key)?;
    match salt {
        Some(salt) => key.sign_with_rng(&mut OsRng, pss(hash, salt)?, &digest),
        None => key.sign_with_rng(&mut OsRng, pkcs1(hash, digest.len())?, &digest),
    }
    .ok()
}

/// @param salt its length in bytes makes it PSS; a negative one is found out
fn verify(
    key: &Numbers<'_>,
    hash: &str,
    salt: Option<i32>,
    data: &[u8],
    signature: &[u8],
) -> Option<()> {
    let digest = digest(hash, data)?;
    if salt.is_none_or(|salt| salt < 0 || salt as usize == digest.len()) {
        let (n, e) = (view(key.first()?), view(key.get(1)?));
        if quick::verify_rsa(n, e, hash, salt.is_some(), data, signature) {
            return Some(());
        }
    }
    let key = public(key)?;
    match salt {
        Some(salt) => {
            let salt = usize::try_from(salt)
                .ok()
                .or_else(|| salt_of(&key, hash, signature))?;
            key.verify(pss(hash, salt)?, &digest, signature)
        }
        None => key.verify(pkcs1(hash, digest.len())?, &digest, signature),
    }
    .ok()
}

/// The length of the salt in a signature by PSS (RFC 8017, 9.1.2, steps 7 to 10).
fn salt_of(key: &RsaPublicKey, hash: &str, signature: &[u8]) -> Option<usize> {
    let number = rsa::hazmat::rsa_encrypt(key, &BigUint::from_bytes_be(signature))
        .ok()?
        .to_bytes_be();
    let bits = key.n().bits() - 1;
    let mut message = vec![0; bits.div_ceil(8).checked_sub(number.len())?];
    message.extend_from_slice(&number);
    let size = Hash::new(hash)?.finish().len();
    let (block, hashed) = message.split_at(message.len().checked_sub(size + 1)?);
    let mut mask = Vec::new();
    for count in 0u32.. {
        if mask.len() >= block.len() {
            break;
        }
        let mut part = Hash::new(hash)?;
        part.update(&hashed[..size]);
        part.update(&count.to_be_bytes());
        mask.extend(part.finish());
    }
    let mut plain: Vec<u8> = block
        .iter()
        .zip(mask)
        .map(|(byte, other)| byte ^ other)
        .collect();
    *plain.first_mut()? &= 0xFF >> (block.len() * 8 + (size + 1) * 8 - bits);
    let one = plain.iter().position(|&byte| byte != 0)?;
    Some(plain.len() - one - 1)
}

/// @param hash makes it OAEP; an empty one PKCS #1 v1.5
fn encrypt(key: &Numbers<'_>, hash: &str, label: String, data: &[u8]) -> Option<Vec<u8>> {
    let key = public(key)?;
    match hash {
        "" => key.encrypt(&mut OsRng, Pkcs1v15Encrypt, data),
        _ => key.encrypt(&mut OsRng, oaep(hash, label)?, data),
    }
    .ok()
}

fn decrypt(key: &Numbers<'_>, hash: &str, label: String, data: &[u8]) -> Option<Vec<u8>> {
    let key = private(key)?;
    match hash {
        "" => key.decrypt_blinded(&mut OsRng, Pkcs1v15Encrypt, data),
        _ => key.decrypt_blinded(&mut OsRng, oaep(hash, label)?, data),
    }
    .ok()
}
