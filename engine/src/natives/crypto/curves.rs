//! The curves of NIST: keys, signatures (r and s, of equal lengths), agreement.
use super::hash::digest;
use super::quick;
use crate::values::{Bytes, new_bytes, view};
use rquickjs::{Ctx, Function, Object, Result};

macro_rules! curve {
    ($curve:ident, $size:expr) => {
        mod $curve {
            use ::$curve::ecdsa::signature::hazmat::{PrehashVerifier, RandomizedPrehashSigner};
            use ::$curve::ecdsa::{Signature, SigningKey, VerifyingKey};
            use ::$curve::elliptic_curve::sec1::ToEncodedPoint;
            use ::$curve::{PublicKey, SecretKey, ecdh};
            use rand_core::OsRng;

            /// The public point that belongs to a number, or None where it is none of the curve's.
            pub fn public(number: &[u8]) -> Option<Vec<u8>> {
                let public = SecretKey::from_slice(number).ok()?.public_key();
                Some(public.to_encoded_point(false).as_bytes().to_vec())
            }

            /// A point in the other form, or None where it is not on the curve.
            pub fn point(point: &[u8], compressed: bool) -> Option<Vec<u8>> {
                let public = PublicKey::from_sec1_bytes(point).ok()?;
                Some(public.to_encoded_point(compressed).as_bytes().to_vec())
            }

            pub fn sign(number: &[u8], hash: &[u8]) -> Option<Vec<u8>> {
                let key = SigningKey::from_slice(number).ok()?;
                let signature: Signature =
                    key.sign_prehash_with_rng(&mut OsRng, &widened(hash)).ok()?;
                Some(signature.to_bytes().to_vec())
            }

            pub fn verify(point: &[u8], hash: &[u8], signature: &[u8]) -> Option<()> {
                let key = VerifyingKey::from_sec1_bytes(point).ok()?;
                let signature = Signature::from_slice(signature).ok()?;
                key.verify_prehash(&widened(hash), &signature).ok()
            }

            pub fn agree(number: &[u8], point: &[u8]) -> Option<Vec<u8>> {
                let secret = SecretKey::from_slice(number).ok()?;
                let public = PublicKey::from_sec1_bytes(point).ok()?;
                let shared = ecdh::diffie_hellman(secret.to_nonzero_scalar(), public.as_affine());
                Some(shared.raw_secret_bytes().to_vec())
            }

            /// A hash that is shorter than the curve's numbers is the same number (FIPS 186-5, 6.4),
            /// which the crate refuses below half their length.
            fn widened(hash: &[u8]) -> Vec<u8> {
                let mut wide = vec![0; usize::saturating_sub($size, hash.len())];
                wide.extend_from_slice(hash);
                wide
            }
        }
    };
}

curve!(p256, 32);
curve!(p384, 48);
curve!(p521, 66);

macro_rules! on {
    ($name:expr, $call:ident($($argument:expr),*)) => {
        match $name.as_str() {
            "P-256" => p256::$call($($argument),*),
            "P-384" => p384::$call($($argument),*),
            "P-521" => p521::$call($($argument),*),
            _ => None,
        }
    };
}

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let give =
        |ctx: &Ctx<'js>, out: Option<Vec<u8>>| out.map(|out| new_bytes(ctx, &out)).transpose();
    let public = move |ctx: Ctx<'js>, curve: String, number: Bytes<'js>| {
        give(&ctx, on!(curve, public(view(&number))))
    };
    part.set("curvePublic", Function::new(ctx.clone(), public)?)?;
    let point = move |ctx: Ctx<'js>, curve: String, point: Bytes<'js>, compressed: bool| {
        give(&ctx, on!(curve, point(view(&point), compressed)))
    };
    part.set("curvePoint", Function::new(ctx.clone(), point)?)?;
    let sign = move |ctx: Ctx<'js>,
                     curve: String,
                     number: Bytes<'js>,
                     point: Bytes<'js>,
                     hash: String,
                     data: Bytes<'js>| {
        let (number, data) = (view(&number), view(&data));
        let quick = quick::sign_curve(&curve, number, view(&point), &hash, data);
        let slow = || digest(&hash, data).and_then(|hash| on!(curve, sign(number, &hash)));
        give(&ctx, quick.or_else(slow))
    };
    part.set("curveSign", Function::new(ctx.clone(), sign)?)?;
    let verify = |curve: String,
                  point: Bytes<'js>,
                  hash: String,
                  data: Bytes<'js>,
                  signature: Bytes<'js>| {
        let (point, data, signature) = (view(&point), view(&data), view(&signature));
        let slow =
            || digest(&hash, data).and_then(|hash| on!(curve, verify(point, &hash, signature)));
        quick::verify_curve(&curve, point, &hash, data, signature) || slow().is_some()
    };
    part.set("curveVerify", Function::new(ctx.clone(), verify)?)?;
    let agree = move |ctx: Ctx<'js>, curve: String, number: Bytes<'js>, point: Bytes<'js>| {
        give(&ctx, on!(curve, agree(view(&number), view(&point))))
    };
    part.set("curveAgree", Function::new(ctx.clone(), agree)?)
}
