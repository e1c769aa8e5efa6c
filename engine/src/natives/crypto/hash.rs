//! Hashes by ring, but MD5, which ring leaves out and AWS's services still ask for.
use md5::{Digest, Md5};
use ring::{digest, hmac};

pub const NAMES: [&str; 5] = ["md5", "sha1", "sha256", "sha384", "sha512"];

#[derive(Clone)]
pub enum Hash {
    Md5(Md5),
    Ring(digest::Context),
}

impl Hash {
    pub fn new(name: &str) -> Option<Self> {
        let algorithm = match name {
            "md5" => return Some(Hash::Md5(Md5::new())),
            "sha1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            "sha256" => &digest::SHA256,
            "sha384" => &digest::SHA384,
            "sha512" => &digest::SHA512,
            _ => return None,
        };
        Some(Hash::Ring(digest::Context::new(algorithm)))
    }

    pub fn update(&mut self, data: &[u8]) {
        match self {
            Hash::Md5(hash) => hash.update(data),
            Hash::Ring(hash) => hash.update(data),
        }
    }

    pub fn finish(self) -> Vec<u8> {
        match self {
            Hash::Md5(hash) => hash.finalize().to_vec(),
            Hash::Ring(hash) => hash.finish().as_ref().to_vec(),
        }
    }
}

/// Of data that is there at once.
pub fn digest(name: &str, data: &[u8]) -> Option<Vec<u8>> {
    let mut hash = Hash::new(name)?;
    hash.update(data);
    Some(hash.finish())
}

pub enum Hmac {
    Ring(hmac::Context),
    /// By its definition (RFC 2104): the outer key, and the inner hash.
    Md5 {
        outer: [u8; BLOCK],
        inner: Md5,
    },
}

/// Of MD5, in bytes.
const BLOCK: usize = 64;

impl Hmac {
    pub fn new(name: &str, key: &[u8]) -> Option<Self> {
        let algorithm = match name {
            "md5" => return Some(Self::md5(key)),
            "sha1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            "sha256" => hmac::HMAC_SHA256,
            "sha384" => hmac::HMAC_SHA384,
            "sha512" => hmac::HMAC_SHA512,
            _ => return None,
        };
        Some(Hmac::Ring(hmac::Context::with_key(&hmac::Key::new(algorithm, key))))
    }

    fn md5(key: &[u8]) -> Self {
        let mut padded = [0; BLOCK];
        if key.len() > BLOCK {
            padded[..16].copy_from_slice(&Md5::digest(key));
        } else {
            padded[..key.len()].copy_from_slice(key);
        }
        let inner = Md5::new_with_prefix(padded.map(|byte| byte ^ 0x36));
        Hmac::Md5 { outer: padded.map(|byte| byte ^ 0x5C), inner }
    }

    pub fn update(&mut self, data: &[u8]) {
        match self {
            Hmac::Ring(hmac) => hmac.update(data),
            Hmac::Md5 { inner, .. } => inner.update(data),
        }
    }

    pub fn finish(self) -> Vec<u8> {
        match self {
            Hmac::Ring(hmac) => hmac.sign().as_ref().to_vec(),
            Hmac::Md5 { outer, inner } => {
                Md5::new_with_prefix(outer).chain_update(inner.finalize()).finalize().to_vec()
            }
        }
    }
}
