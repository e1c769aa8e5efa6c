//! Keys from passwords and from other keys.
use super::hash::Hmac;
use crate::values::{Bytes, new_bytes, throw_code, view};
use ring::pbkdf2;
use rquickjs::{Ctx, Function, Object, Result};
use std::num::NonZeroU32;

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let hkdf = |ctx: Ctx<'js>,
                hash: String,
                key: Bytes<'js>,
                salt: Bytes<'js>,
                info: Bytes<'js>,
                length: usize| {
        expand(&hash, view(&key), view(&salt), view(&info), length)
            .map(|out| new_bytes(&ctx, &out))
            .transpose()
    };
    part.set("hkdf", Function::new(ctx.clone(), hkdf)?)?;
    let pbkdf2 = |ctx: Ctx<'js>,
                  hash: String,
                  key: Bytes<'js>,
                  salt: Bytes<'js>,
                  rounds: u32,
                  length: usize| {
        stretch(&hash, view(&key), view(&salt), rounds, length)
            .map(|out| new_bytes(&ctx, &out))
            .transpose()
    };
    part.set("pbkdf2", Function::new(ctx.clone(), pbkdf2)?)?;
    part.set("scrypt", Function::new(ctx.clone(), scrypt)?)
}

/// RFC 5869. None where the hash is unknown or the length too great for it.
fn expand(hash: &str, key: &[u8], salt: &[u8], info: &[u8], length: usize) -> Option<Vec<u8>> {
    let mac = |key: &[u8], parts: &[&[u8]]| {
        let mut hmac = Hmac::new(hash, key)?;
        parts.iter().for_each(|part| hmac.update(part));
        Some(hmac.finish())
    };
    let middle = mac(salt, &[key])?;
    let mut out = Vec::with_capacity(length);
    let mut last = Vec::new();
    let mut count: u8 = 0;
    while out.len() < length {
        count = count.checked_add(1)?;
        last = mac(&middle, &[&last, info, &[count]])?;
        out.extend_from_slice(&last);
    }
    out.truncate(length);
    Some(out)
}

fn stretch(hash: &str, key: &[u8], salt: &[u8], rounds: u32, length: usize) -> Option<Vec<u8>> {
    let algorithm = match hash {
        "sha1" => pbkdf2::PBKDF2_HMAC_SHA1,
        "sha256" => pbkdf2::PBKDF2_HMAC_SHA256,
        "sha384" => pbkdf2::PBKDF2_HMAC_SHA384,
        "sha512" => pbkdf2::PBKDF2_HMAC_SHA512,
        _ => return None,
    };
    let mut out = vec![0; length];
    if length > 0 {
        pbkdf2::derive(algorithm, NonZeroU32::new(rounds)?, salt, key, &mut out);
    }
    Some(out)
}

fn scrypt<'js>(
    ctx: Ctx<'js>,
    key: Bytes<'js>,
    salt: Bytes<'js>,
    cost: Vec<u32>,
    length: usize,
) -> Result<Bytes<'js>> {
    let mut out = vec![0; length];
    let invalid = || {
        throw_code(
            &ctx,
            "ERR_CRYPTO_INVALID_SCRYPT_PARAMS",
            "Invalid scrypt params",
        )
    };
    let &[n, r, p] = cost.as_slice() else {
        return Err(invalid());
    };
    if n < 2 || !n.is_power_of_two() {
        return Err(invalid());
    }
    let params = scrypt::Params::new(n.ilog2() as u8, r, p, scrypt::Params::RECOMMENDED_LEN);
    let params = params.map_err(|_| invalid())?;
    if length > 0 {
        scrypt::scrypt(view(&key), view(&salt), &params, &mut out).map_err(|_| invalid())?;
    }
    new_bytes(&ctx, &out)
}
