//! AES in CBC mode, padded by PKCS #7 or not at all.
use super::aes::{Aes, BLOCK, Block};

pub struct Cbc {
    last: Block,
    /// Bytes that are no whole block yet, or the block that may be the last.
    rest: Vec<u8>,
    pads: bool,
}

impl Cbc {
    pub fn new(iv: [u8; BLOCK], pads: bool) -> Self {
        Cbc {
            last: iv.into(),
            rest: Vec::new(),
            pads,
        }
    }

    pub fn update(&mut self, aes: &Aes, encrypts: bool, data: &[u8]) -> Vec<u8> {
        self.rest.extend_from_slice(data);
        let mut whole = self.rest.len() / BLOCK * BLOCK;
        if !encrypts && self.pads && whole == self.rest.len() {
            whole = whole.saturating_sub(BLOCK);
        }
        let later = self.rest.split_off(whole);
        let ready = std::mem::replace(&mut self.rest, later);
        self.blocks(aes, encrypts, &ready)
    }

    /// None where the length or the padding is wrong.
    pub fn finish(mut self, aes: &Aes, encrypts: bool) -> Option<Vec<u8>> {
        if !self.pads {
            return self.rest.is_empty().then(Vec::new);
        }
        let mut rest = std::mem::take(&mut self.rest);
        if encrypts {
            let missing = BLOCK - rest.len();
            rest.resize(BLOCK, missing as u8);
            return Some(self.blocks(aes, true, &rest));
        }
        if rest.len() != BLOCK {
            return None;
        }
        let mut out = self.blocks(aes, false, &rest);
        let added = usize::from(out[BLOCK - 1]);
        let is_right = (1..=BLOCK).contains(&added)
            && out[BLOCK - added..]
                .iter()
                .all(|&byte| usize::from(byte) == added);
        out.truncate(BLOCK.saturating_sub(added));
        is_right.then_some(out)
    }

    fn blocks(&mut self, aes: &Aes, encrypts: bool, data: &[u8]) -> Vec<u8> {
        let input: Vec<Block> = data.chunks(BLOCK).map(Block::clone_from_slice).collect();
        let mut blocks = input.clone();
        if !encrypts {
            aes.decrypt(&mut blocks);
        }
        for (block, original) in blocks.iter_mut().zip(&input) {
            block
                .iter_mut()
                .zip(self.last)
                .for_each(|(byte, other)| *byte ^= other);
            if encrypts {
                aes.encrypt(std::slice::from_mut(block));
            }
            self.last = if encrypts { *block } else { *original };
        }
        blocks.concat()
    }
}
