//! AES by its key's length, over runs of blocks, and the wrapping of keys by RFC 3394.
use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};

pub use aes::Block;

/// In bytes.
pub const BLOCK: usize = 16;

pub enum Aes {
    A128(Box<Aes128>),
    A192(Box<Aes192>),
    A256(Box<Aes256>),
}

impl Aes {
    pub fn new(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Aes::A128(Box::new(Aes128::new_from_slice(key).ok()?)),
            24 => Aes::A192(Box::new(Aes192::new_from_slice(key).ok()?)),
            32 => Aes::A256(Box::new(Aes256::new_from_slice(key).ok()?)),
            _ => return None,
        })
    }

    pub fn encrypt(&self, blocks: &mut [Block]) {
        match self {
            Aes::A128(aes) => aes.encrypt_blocks(blocks),
            Aes::A192(aes) => aes.encrypt_blocks(blocks),
            Aes::A256(aes) => aes.encrypt_blocks(blocks),
        }
    }

    pub fn decrypt(&self, blocks: &mut [Block]) {
        match self {
            Aes::A128(aes) => aes.decrypt_blocks(blocks),
            Aes::A192(aes) => aes.decrypt_blocks(blocks),
            Aes::A256(aes) => aes.decrypt_blocks(blocks),
        }
    }
}

/// RFC 3394, 2.2.3.1: what tells that the key that unwraps is the right one.
const MARK: [u8; 8] = [0xA6; 8];

pub fn wrap(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let aes = Aes::new(key)?;
    if data.len() % 8 != 0 || data.len() < 16 {
        return None;
    }
    let mut out = [&MARK, data].concat();
    for round in 0..6 {
        for at in 1..=data.len() / 8 {
            let mut block = joined(&out[..8], &out[at * 8..]);
            aes.encrypt(std::slice::from_mut(&mut block));
            let count = (round * (data.len() / 8) + at) as u64;
            mark(&mut out, &block, count);
            out[at * 8..at * 8 + 8].copy_from_slice(&block[8..]);
        }
    }
    Some(out)
}

pub fn unwrap(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let aes = Aes::new(key)?;
    if data.len() % 8 != 0 || data.len() < 24 {
        return None;
    }
    let count = data.len() / 8 - 1;
    let mut out = data.to_vec();
    for round in (0..6).rev() {
        for at in (1..=count).rev() {
            let mut block = joined(&out[..8], &out[at * 8..]);
            let number = ((round * count + at) as u64).to_be_bytes();
            block
                .iter_mut()
                .zip(number)
                .for_each(|(byte, other)| *byte ^= other);
            aes.decrypt(std::slice::from_mut(&mut block));
            mark(&mut out, &block, 0);
            out[at * 8..at * 8 + 8].copy_from_slice(&block[8..]);
        }
    }
    super::same(&out[..8], &MARK).then(|| out[8..].to_vec())
}

fn joined(one: &[u8], other: &[u8]) -> Block {
    let mut block = Block::default();
    block[..8].copy_from_slice(&one[..8]);
    block[8..].copy_from_slice(&other[..8]);
    block
}

fn mark(out: &mut [u8], block: &Block, count: u64) {
    for (at, byte) in count.to_be_bytes().into_iter().enumerate() {
        out[at] = block[at] ^ byte;
    }
}
