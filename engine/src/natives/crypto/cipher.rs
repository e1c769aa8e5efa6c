//! `native.crypto`'s ciphers, fed piece by piece and known by number.
use super::aes::{self, Aes, BLOCK};
use super::cbc::Cbc;
use super::counter::Counter;
use super::gcm::Gcm;
use crate::values::{Bytes, new_bytes, throw_code, view};
use rquickjs::{Ctx, Function, Object, Result};
use std::cell::RefCell;
use std::collections::HashMap;

enum Mode {
    Cbc(Cbc),
    Counter(Counter),
    Gcm(Box<Gcm>),
}

struct Cipher {
    aes: Aes,
    encrypts: bool,
    mode: Mode,
}

impl Cipher {
    /// @param option the bits that count (ctr), or whether there is padding (cbc)
    fn new(mode: &str, encrypts: bool, key: &[u8], iv: &[u8], option: u32) -> Option<Self> {
        let aes = Aes::new(key)?;
        let block = <[u8; BLOCK]>::try_from(iv);
        let mode = match mode {
            "cbc" => Mode::Cbc(Cbc::new(block.ok()?, option != 0)),
            "ctr" => Mode::Counter(Counter::new(block.ok()?, option)),
            "gcm" => Mode::Gcm(Box::new(Gcm::new(&aes, iv))),
            _ => return None,
        };
        Some(Cipher {
            aes,
            encrypts,
            mode,
        })
    }

    fn update(&mut self, data: &[u8]) -> Vec<u8> {
        if let Mode::Cbc(cbc) = &mut self.mode {
            return cbc.update(&self.aes, self.encrypts, data);
        }
        let mut data = data.to_vec();
        match &mut self.mode {
            Mode::Counter(counter) => counter.apply(&self.aes, &mut data),
            Mode::Gcm(gcm) => gcm.update(&self.aes, self.encrypts, &mut data),
            Mode::Cbc(_) => {}
        }
        data
    }

    /// What remains (cbc) or the tag (gcm).
    fn finish(self) -> Option<Vec<u8>> {
        match self.mode {
            Mode::Cbc(cbc) => cbc.finish(&self.aes, self.encrypts),
            Mode::Counter(_) => Some(Vec::new()),
            Mode::Gcm(gcm) => Some(gcm.tag()),
        }
    }
}

thread_local! {
    static CIPHERS: RefCell<(u32, HashMap<u32, Cipher>)> = RefCell::default();
}

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    part.set("startCipher", Function::new(ctx.clone(), start)?)?;
    let extra = |id: u32, data: Bytes<'js>| {
        CIPHERS.with_borrow_mut(|(_, ciphers)| {
            if let Some(Cipher {
                mode: Mode::Gcm(gcm),
                ..
            }) = ciphers.get_mut(&id)
            {
                gcm.extra(view(&data));
            }
        })
    };
    part.set("cipherExtra", Function::new(ctx.clone(), extra)?)?;
    let update = |ctx: Ctx<'js>, id: u32, data: Bytes<'js>| {
        let out = CIPHERS.with_borrow_mut(|(_, ciphers)| {
            ciphers.get_mut(&id).map(|one| one.update(view(&data)))
        });
        new_bytes(&ctx, &out.unwrap_or_default())
    };
    part.set("updateCipher", Function::new(ctx.clone(), update)?)?;
    let finish = |ctx: Ctx<'js>, id: u32| {
        let cipher = CIPHERS.with_borrow_mut(|(_, ciphers)| ciphers.remove(&id));
        cipher
            .and_then(Cipher::finish)
            .map(|out| new_bytes(&ctx, &out))
            .transpose()
    };
    part.set("finishCipher", Function::new(ctx.clone(), finish)?)?;
    let wrap = |ctx: Ctx<'js>, key: Bytes<'js>, data: Bytes<'js>| {
        aes::wrap(view(&key), view(&data))
            .map(|out| new_bytes(&ctx, &out))
            .transpose()
    };
    part.set("wrapAes", Function::new(ctx.clone(), wrap)?)?;
    let unwrap = |ctx: Ctx<'js>, key: Bytes<'js>, data: Bytes<'js>| {
        aes::unwrap(view(&key), view(&data))
            .map(|out| new_bytes(&ctx, &out))
            .transpose()
    };
    part.set("unwrapAes", Function::new(ctx.clone(), unwrap)?)
}

fn start<'js>(
    ctx: Ctx<'js>,
    mode: String,
    encrypts: bool,
    key: Bytes<'js>,
    iv: Bytes<'js>,
    option: u32,
) -> Result<u32> {
    let cipher = Cipher::new(&mode, encrypts, view(&key), view(&iv), option);
    let invalid = || {
        throw_code(
            &ctx,
            "ERR_CRYPTO_INVALID_IV",
            "Invalid initialization vector",
        )
    };
    let cipher = cipher.ok_or_else(invalid)?;
    Ok(CIPHERS.with_borrow_mut(|(last, ciphers)| {
        *last += 1;
        ciphers.insert(*last, cipher);
        *last
    }))
}
