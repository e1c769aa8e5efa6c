//! AES-GCM (NIST SP 800-38D) that is fed piece by piece, with an initial vector of any length.
use super::aes::{Aes, BLOCK, Block};
use super::counter::Counter;
use ghash::GHash;
use ghash::universal_hash::{KeyInit, UniversalHash};

pub struct Gcm {
    counter: Counter,
    hash: GHash,
    /// What the tag is laid under.
    mask: Block,
    /// Bytes that are no whole block yet.
    rest: Vec<u8>,
    extra: u64,
    length: u64,
}

impl Gcm {
    pub fn new(aes: &Aes, iv: &[u8]) -> Self {
        let mut key = Block::default();
        aes.encrypt(std::slice::from_mut(&mut key));
        let hash = GHash::new(&key);
        let start = start(&hash, iv);
        let mut mask = Block::from(start);
        aes.encrypt(std::slice::from_mut(&mut mask));
        let [head @ .., a, b, c, d] = start;
        let number = u32::from_be_bytes([a, b, c, d]).wrapping_add(1);
        let mut first = [0; BLOCK];
        first[..12].copy_from_slice(&head);
        first[12..].copy_from_slice(&number.to_be_bytes());
        Gcm {
            counter: Counter::new(first, 32),
            hash,
            mask,
            rest: Vec::new(),
            extra: 0,
            length: 0,
        }
    }

    /// Data that is authenticated only; before the first `update`.
    pub fn extra(&mut self, data: &[u8]) {
        self.extra += data.len() as u64;
        self.feed(data);
    }

    pub fn update(&mut self, aes: &Aes, encrypts: bool, data: &mut [u8]) {
        if self.length == 0 && !data.is_empty() {
            self.pad();
        }
        self.length += data.len() as u64;
        if !encrypts {
            self.feed(data);
        }
        self.counter.apply(aes, data);
        if encrypts {
            self.feed(data);
        }
    }

    pub fn tag(mut self) -> Vec<u8> {
        self.pad();
        self.hash.update(&[lengths(self.extra, self.length)]);
        let tag = self.hash.finalize();
        tag.iter()
            .zip(self.mask)
            .map(|(byte, other)| byte ^ other)
            .collect()
    }

    fn feed(&mut self, mut data: &[u8]) {
        if !self.rest.is_empty() {
            let (now, later) = data.split_at(data.len().min(BLOCK - self.rest.len()));
            self.rest.extend_from_slice(now);
            data = later;
            if self.rest.len() < BLOCK {
                return;
            }
            self.pad();
        }
        let whole = data.len() / BLOCK * BLOCK;
        self.hash.update_padded(&data[..whole]);
        self.rest.extend_from_slice(&data[whole..]);
    }

    fn pad(&mut self) {
        self.hash.update_padded(&self.rest);
        self.rest.clear();
    }
}

fn start(hash: &GHash, iv: &[u8]) -> [u8; BLOCK] {
    let mut start = [0; BLOCK];
    if iv.len() == 12 {
        start[..12].copy_from_slice(iv);
        start[15] = 1;
        return start;
    }
    let mut hash = hash.clone();
    hash.update_padded(iv);
    hash.update(&[lengths(0, iv.len() as u64)]);
    start.copy_from_slice(&hash.finalize());
    start
}

/// In bits.
fn lengths(one: u64, other: u64) -> Block {
    let mut block = Block::default();
    block[..8].copy_from_slice(&(one * 8).to_be_bytes());
    block[8..].copy_from_slice(&(other * 8).to_be_bytes());
    block
}
