//! `native.crypto`: hashes, message authentication, ciphers, signatures, agreement, random numbers.
mod aes;
mod cbc;
mod cipher;
mod counter;
mod curves;
mod derive;
mod edwards;
mod gcm;
mod hash;
mod quick;
mod rsa_keys;

use crate::values::{Bytes, new_bytes, throw_code, view, view_mut, with_data};
use hash::{Hash, Hmac};
use ring::rand::{SecureRandom, SystemRandom};
use rquickjs::{Ctx, Function, Object, Result, Value};
use std::cell::RefCell;
use std::collections::HashMap;

enum Running {
    Hash(Hash),
    Hmac(Hmac),
}

thread_local! {
    /// What is fed piece by piece, by number.
    static RUNNING: RefCell<(u32, HashMap<u32, Running>)> = RefCell::default();
}

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    hashes(ctx, &part)?;
    cipher::add(ctx, &part)?;
    curves::add(ctx, &part)?;
    derive::add(ctx, &part)?;
    edwards::add(ctx, &part)?;
    rsa_keys::add(ctx, &part)?;
    let random = |ctx: Ctx<'js>, into: Bytes<'js>| {
        SystemRandom::new().fill(view_mut(&into)).map_err(|_| {
            throw_code(&ctx, "ERR_OPERATION_FAILED", "the system gives no random numbers")
        })
    };
    part.set("random", Function::new(ctx.clone(), random)?)?;
    let equal = |one: Bytes<'js>, other: Bytes<'js>| same(view(&one), view(&other));
    part.set("timingSafeEqual", Function::new(ctx.clone(), equal)?)?;
    Ok(part)
}

/// In a time that does not tell where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    let difference = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && std::hint::black_box(difference) == 0
}

fn hashes<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    part.set("hashes", hash::NAMES.to_vec())?;
    let start = |ctx: Ctx<'js>, name: String| {
        Hash::new(&name).map(|hash| keep(Running::Hash(hash))).ok_or_else(|| unknown(&ctx, &name))
    };
    part.set("startHash", Function::new(ctx.clone(), start)?)?;
    let start = |ctx: Ctx<'js>, name: String, key: Bytes<'js>| {
        let hmac = Hmac::new(&name, view(&key));
        hmac.map(|hmac| keep(Running::Hmac(hmac))).ok_or_else(|| unknown(&ctx, &name))
    };
    part.set("startHmac", Function::new(ctx.clone(), start)?)?;
    let update = |id: u32, data: Value<'js>| {
        with_data(&data, |data| {
            RUNNING.with_borrow_mut(|(_, running)| match running.get_mut(&id) {
                Some(Running::Hash(hash)) => hash.update(data),
                Some(Running::Hmac(hmac)) => hmac.update(data),
                None => {}
            });
        })
    };
    part.set("update", Function::new(ctx.clone(), update)?)?;
    let finish = |ctx: Ctx<'js>, id: u32| {
        let running = RUNNING.with_borrow_mut(|(_, running)| running.remove(&id));
        match running {
            Some(Running::Hash(hash)) => new_bytes(&ctx, &hash.finish()),
            Some(Running::Hmac(hmac)) => new_bytes(&ctx, &hmac.finish()),
            None => Err(throw_code(&ctx, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called")),
        }
    };
    part.set("finish", Function::new(ctx.clone(), finish)?)?;
    let copy = |ctx: Ctx<'js>, id: u32| {
        let copied = RUNNING.with_borrow(|(_, running)| match running.get(&id) {
            Some(Running::Hash(hash)) => Some(Running::Hash(hash.clone())),
            _ => None,
        });
        copied
            .map(keep)
            .ok_or_else(|| throw_code(&ctx, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called"))
    };
    part.set("copyHash", Function::new(ctx.clone(), copy)?)
}

fn keep(one: Running) -> u32 {
    RUNNING.with_borrow_mut(|(last, running)| {
        *last += 1;
        running.insert(*last, one);
        *last
    })
}

fn unknown(ctx: &Ctx<'_>, name: &str) -> rquickjs::Error {
    throw_code(ctx, "ERR_CRYPTO_INVALID_DIGEST", &format!("Invalid digest: {name}"))
}
