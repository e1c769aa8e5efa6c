//! AES in counter mode: a stream of bytes that is laid over the data.
use super::aes::{Aes, BLOCK, Block};

/// Made at a time, in blocks.
const RUN: usize = 8;

pub struct Counter {
    counter: u128,
    /// The bits that count; the others stay.
    mask: u128,
    stream: [u8; RUN * BLOCK],
    /// Used of the stream, in bytes.
    used: usize,
}

impl Counter {
    pub fn new(start: [u8; BLOCK], bits: u32) -> Self {
        let mask = if bits >= 128 {
            u128::MAX
        } else {
            (1 << bits) - 1
        };
        let counter = u128::from_be_bytes(start);
        Counter {
            counter,
            mask,
            stream: [0; RUN * BLOCK],
            used: RUN * BLOCK,
        }
    }

    pub fn apply(&mut self, aes: &Aes, mut data: &mut [u8]) {
        while !data.is_empty() {
            if self.used == self.stream.len() {
                self.refill(aes);
            }
            let (now, later) = data.split_at_mut(data.len().min(self.stream.len() - self.used));
            let stream = &self.stream[self.used..];
            now.iter_mut()
                .zip(stream)
                .for_each(|(byte, other)| *byte ^= other);
            self.used += now.len();
            data = later;
        }
    }

    fn refill(&mut self, aes: &Aes) {
        let mut blocks = [Block::default(); RUN];
        for block in &mut blocks {
            block.copy_from_slice(&self.counter.to_be_bytes());
            let next = self.counter.wrapping_add(1) & self.mask;
            self.counter = (self.counter & !self.mask) | next;
        }
        aes.encrypt(&mut blocks);
        for (part, block) in self.stream.chunks_mut(BLOCK).zip(&blocks) {
            part.copy_from_slice(block);
        }
        self.used = 0;
    }
}
