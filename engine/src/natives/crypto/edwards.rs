//! Ed25519 by ring, and X25519, whose private keys ring does not let in.
use crate::values::{Bytes, new_bytes, view};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use rquickjs::{Ctx, Function, Object, Result};
use x25519_dalek::{PublicKey, StaticSecret};

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let give =
        |ctx: &Ctx<'js>, out: Option<Vec<u8>>| out.map(|out| new_bytes(ctx, &out)).transpose();
    let public = move |ctx: Ctx<'js>, curve: String, secret: Bytes<'js>| {
        give(
            &ctx,
            if curve == "Ed25519" {
                ed_public(view(&secret))
            } else {
                x_public(view(&secret))
            },
        )
    };
    part.set("edPublic", Function::new(ctx.clone(), public)?)?;
    let sign = move |ctx: Ctx<'js>, secret: Bytes<'js>, data: Bytes<'js>| {
        let pair = Ed25519KeyPair::from_seed_unchecked(view(&secret)).ok();
        give(
            &ctx,
            pair.map(|pair| pair.sign(view(&data)).as_ref().to_vec()),
        )
    };
    part.set("edSign", Function::new(ctx.clone(), sign)?)?;
    let verify = |public: Bytes<'js>, data: Bytes<'js>, signature: Bytes<'js>| {
        UnparsedPublicKey::new(&ED25519, view(&public))
            .verify(view(&data), view(&signature))
            .is_ok()
    };
    part.set("edVerify", Function::new(ctx.clone(), verify)?)?;
    let agree = move |ctx: Ctx<'js>, secret: Bytes<'js>, public: Bytes<'js>| {
        give(&ctx, agree(view(&secret), view(&public)))
    };
    part.set("edAgree", Function::new(ctx.clone(), agree)?)
}

fn ed_public(seed: &[u8]) -> Option<Vec<u8>> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
    Some(pair.public_key().as_ref().to_vec())
}

fn x_public(secret: &[u8]) -> Option<Vec<u8>> {
    let secret = StaticSecret::from(<[u8; 32]>::try_from(secret).ok()?);
    Some(PublicKey::from(&secret).as_bytes().to_vec())
}

/// None where the other's point is of a low order, and what is shared would be nothing.
fn agree(secret: &[u8], public: &[u8]) -> Option<Vec<u8>> {
    let secret = StaticSecret::from(<[u8; 32]>::try_from(secret).ok()?);
    let public = PublicKey::from(<[u8; 32]>::try_from(public).ok()?);
    let shared = secret.diffie_hellman(&public);
    shared
        .was_contributory()
        .then(|| shared.as_bytes().to_vec())
}
